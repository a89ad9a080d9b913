"""The package no longer has a file that is not source code.

Why it matters
    Code that reads it as a resource does not find it. Without `py.typed`, type checkers treat the package as untyped.

Before
    `label_interface/examples.json`

After
    The file does not exist

What to do
    Ship the file with your own code if you read it.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.files.facts.data_files import digest_program, file_impact, one_sided_files


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME, mirror="data_file_added")
def data_file_removed(pair: ReleasePair) -> Iterator[Fact]:
    for subject, name in one_sided_files(pair, new=False):
        matters = file_impact(pair, subject)
        yield Fact(
            subject=subject,
            message=f"The file `{subject}` is gone.",
            before=name,
            migration=f"Do not read `{subject}` from the package." if matters is Impact.RISKY else "",
            files=(name,),
            trial=Snippet(digest_program(pair.old, subject)) if matters is Impact.RISKY else None,
            impact=matters,
            level=Level.RUNTIME if matters is Impact.RISKY else Level.NONE,
        )
