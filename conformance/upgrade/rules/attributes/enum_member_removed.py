"""An enum no longer lists a value.

Why it matters
    Code that gives the value is refused by a type checker, and by the server if it no longer knows it; the member
    of an enum class is gone at run time, too.

Before
    `Literal["open", "closed", "paused"]`

After
    `Literal["open", "closed"]`

What to do
    Give another value.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.attributes.facts.listed_values import listed, shown


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="enum_member_added")
def enum_member_removed(pair: ReleasePair) -> Iterator[Fact]:
    for each in listed(pair, new=False):
        breaks = each.runtime or (each.made and not each.open)
        yield Fact(
            subject=each.subject,
            part=each.part,
            message=f"{each.where} no longer lists `{each.text}`"
            + ("; other values are still admitted." if each.open else "."),
            before=each.text,
            migration=f"Do not use `{each.text}`.",
            files=each.files,
            trial=shown(pair.old.api, each, "fails"),
            impact=Impact.BREAKING if breaks else Impact.RISKY,
            level=Level.RUNTIME if each.runtime else Level.TYPES,
        )
