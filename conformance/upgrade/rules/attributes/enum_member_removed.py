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
from conformance.upgrade.rules.attributes.facts.listed_values import listed_values, listing_snippet


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.TYPES, mirror="enum_member_added")
def enum_member_removed(pair: ReleasePair) -> Iterator[Fact]:
    for value in listed_values(pair, new=False):
        breaks = value.runtime or (value.made and not value.open)
        yield Fact(
            subject=value.subject,
            part=value.part,
            message=f"{value.where} no longer lists `{value.text}`"
            + ("; other values are still admitted." if value.open else "."),
            before=value.text,
            migration=f"Do not use `{value.text}`.",
            files=value.files,
            trial=listing_snippet(pair.old.api, value, "fails"),
            impact=Impact.BREAKING if breaks else Impact.RISKY,
            level=Level.RUNTIME if value.runtime else Level.TYPES,
        )
