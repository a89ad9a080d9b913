"""A name that a module exports refers to another definition.

Why it matters
    Code that imports it gets another definition, which may accept other arguments or have other fields.

Before
    `from acme_sdk.types import Label` gives `types.label.Label`

After
    `from acme_sdk.types import Label` gives `types.tag.Label`

What to do
    Import the definition from the module that defines it.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.modules.facts import redefined_exports


@rule(tier=Tier.SURFACE, impact=Impact.RISKY, level=Level.RUNTIME)
def export_changed(pair: ReleasePair) -> Iterator[Fact]:
    for export, now in redefined_exports(pair):
        code = f'{export.line}\n\nresult = getattr({export.name}, "__module__", str({export.name}))'
        yield Fact(
            subject=export.subject,
            part=export.name,
            message=f"`{export.name}` of `{export.home}` refers to `{now}`, no longer to `{export.meaning}`.",
            before=export.meaning,
            after=now,
            migration=f"Check whether `{now}` is what you need for `{export.name}`.",
            files=(export.file,),
            trial=Snippet(code, expects="differs"),
        )
