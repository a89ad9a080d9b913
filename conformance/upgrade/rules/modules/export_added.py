"""A module exports a name that was only available elsewhere.

Why it matters
    There is a shorter way to import it.

Before
    `from acme_sdk.types.label import Label`

After
    `from acme_sdk.types import Label`

What to do
    Nothing.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.modules.facts import one_sided_exports


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="export_removed")
def export_added(pair: ReleasePair) -> Iterator[Fact]:
    for export in one_sided_exports(pair, new=True):
        what = "is in `__all__` of" if export.listed else "can be imported from"
        yield Fact(
            subject=export.subject,
            part=export.name,
            message=f"`{export.name}` {what} `{export.home}`.",
            after=export.line,
            example="" if export.listed else export.line,
            files=(export.file,),
            trial=None if export.listed else Snippet(export.line, expects="works"),
        )
