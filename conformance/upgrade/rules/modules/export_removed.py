"""A module no longer exports a name that is still available elsewhere.

Why it matters
    Programs that import it from this module fail with `ImportError` when they start.

Before
    `from acme_sdk.types import Label`

After
    `ImportError`; `from acme_sdk.types.label import Label` works

What to do
    Import it from the module that defines it.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.modules.facts import import_line, one_sided_exports


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="export_added")
def export_removed(pair: ReleasePair) -> Iterator[Fact]:
    for export in one_sided_exports(pair, new=False):
        now = import_line(pair.alignment.definitions.get(export.meaning, export.meaning), export.name, pair.new.api)
        star = f"from {export.line.split()[1]} import *\nresult = {export.name}"
        what = "is no longer in `__all__` of" if export.listed else "can no longer be imported from"
        yield Fact(
            subject=export.subject,
            part=export.name,
            message=f"`{export.name}` {what} `{export.home}`.",
            before=export.line,
            migration=f"Write `{now}`.",
            files=(export.file,),
            trial=Snippet(star if export.listed else export.line),
            impact=Impact.RISKY if export.listed else Impact.BREAKING,
        )
