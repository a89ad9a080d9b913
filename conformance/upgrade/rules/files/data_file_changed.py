"""A file of the package that is not source code has other content.

Why it matters
    What the package does with the file may differ: the examples in a sample task, or a schema used for validation. JSON
    that keeps every old value in place and only gains new ones is compatible.

Before
    `{"Text": "a text"}`

After
    `{"Text": "another text"}`

What to do
    Check whether your code depends on the file.
"""

from collections.abc import Mapping
from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.files.facts.data_files import (
    Nature,
    data_files,
    describe_difference,
    digest_program,
    file_impact,
    path_in_package,
)

KNOWN: Final[Mapping[Nature, Impact]] = {"prose": Impact.DOCUMENTATION, "additions": Impact.COMPATIBLE}


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME)
def data_file_changed(pair: ReleasePair) -> Iterator[Fact]:
    before, after = data_files(pair.old), data_files(pair.new)
    for name in before:
        if name in after and before[name] != after[name]:
            subject = path_in_package(pair.old, name)
            description, nature = describe_difference(name, before[name], after[name])
            matters = KNOWN.get(nature) or file_impact(pair, subject)
            yield Fact(
                subject=subject,
                message=f"The file `{subject}` has other content: {description}.",
                files=(name,),
                trial=Snippet(digest_program(pair.old, subject), expects="differs")
                if matters is Impact.RISKY
                else None,
                impact=matters,
                level=Level.RUNTIME if matters is Impact.RISKY else Level.NONE,
            )
