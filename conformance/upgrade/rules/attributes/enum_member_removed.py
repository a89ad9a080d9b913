"""An enum no longer has a value.

Why it matters
    A type checker rejects code that passes the value, and the server rejects it if it no longer knows it. A member of
    an enum class no longer exists at run time either.

Before
    `Literal["open", "closed", "paused"]`

After
    `Literal["open", "closed"]`

What to do
    Pass another value.
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
            message=f"{value.where} no longer has the value `{value.text}`"
            + ("; its type still accepts other values." if value.open else "."),
            before=value.text,
            migration=f"Do not use `{value.text}`.",
            files=value.files,
            trial=listing_snippet(pair.old.api, value, "fails"),
            impact=Impact.BREAKING if breaks else Impact.RISKY,
            level=Level.RUNTIME if value.runtime else Level.TYPES,
        )
