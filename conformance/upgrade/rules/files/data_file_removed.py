"""The package has lost a file that is no source.

Why it matters
    Code that reads it as a resource does not find it; without `py.typed`, a type checker takes the package for
    untyped.

Before
    `label_interface/examples.json`

After
    the file does not exist

What to do
    Bring the file along yourself, if you read it.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.files.facts.data_files import alone, impact, read_code


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME, mirror="data_file_added")
def data_file_removed(pair: ReleasePair) -> Iterator[Fact]:
    for subject, name in alone(pair, new=False):
        matters = impact(pair, subject)
        yield Fact(
            subject=subject,
            message=f"The file `{subject}` is gone.",
            before=name,
            migration=f"Do not read `{subject}` of the package." if matters is Impact.RISKY else "",
            files=(name,),
            trial=Snippet(read_code(pair.old, subject)) if matters is Impact.RISKY else None,
            impact=matters,
            level=Level.RUNTIME if matters is Impact.RISKY else Level.NONE,
        )
