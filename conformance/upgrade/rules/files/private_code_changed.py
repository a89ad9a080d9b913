"""Private code of a source file differs.

Why it matters
    Only code that uses private names can notice.

Before
    `def _decode(response)`

After
    `def _decoded(response)`

What to do
    Nothing, unless you use private names.
"""

from conformance.upgrade.code.excerpt import limited
from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.files.facts.source_files import SHOWN, internal_modules, module_changes


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE)
def private_code_changed(pair: ReleasePair) -> Iterator[Fact]:
    for change in module_changes(pair):
        if change.private_changes:
            subject = change.name or pair.old.api.package
            yield Fact(
                subject=subject,
                message=f"Private code of `{subject}` differs: {limited(change.private_changes, SHOWN)}.",
                files=tuple(dict.fromkeys((change.old.file, change.new.file))),
            )
    for new in (False, True):
        for module in internal_modules(pair, new=new):
            what = "new" if new else "gone"
            yield Fact(
                subject=module.name, message=f"The internal module `{module.name}` is {what}.", files=(module.file,)
            )
