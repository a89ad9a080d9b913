"""A source file has other comments, formatting or import order, and the same code.

Why it matters
    Only the maintainers of the package notice.

Before
    `import typing` after the package's own imports

After
    `import typing` before them

What to do
    Nothing.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.files.facts.source_files import module_changes


@rule(tier=Tier.DOCUMENTATION, impact=Impact.DOCUMENTATION, level=Level.NONE)
def formatting_changed(pair: ReleasePair) -> Iterator[Fact]:
    for change in module_changes(pair):
        if change.same_code and change.same_docstrings and not change.private_changes:
            subject = change.name or pair.old.api.package
            yield Fact(
                subject=subject,
                message=f"`{change.new.file}` differs only in comments, formatting, spelling of types, or order.",
                files=tuple(dict.fromkeys((change.old.file, change.new.file))),
            )
