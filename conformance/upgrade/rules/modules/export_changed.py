"""A name that a module offers stands for another definition.

Why it matters
    Code that imports it gets something else, which may take other arguments or have other fields.

Before
    `from acme_sdk.types import Label` gives `types.label.Label`

After
    `from acme_sdk.types import Label` gives `types.tag.Label`

What to do
    Import what you mean from where it is defined.
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
            message=f"`{export.name}` of `{export.home}` stands for `{now}`, no longer for `{export.meaning}`.",
            before=export.meaning,
            after=now,
            migration=f"See whether `{now}` is what you mean by `{export.name}`.",
            files=(export.file,),
            trial=Snippet(code, expects="differs"),
        )
