"""An enum has a new value.

Why it matters
    Code that distinguishes the values may get one that it does not know.

Before
    `Literal["open", "closed"]`

After
    `Literal["open", "closed", "paused"]`

What to do
    Handle the new value where your code handles every value.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.attributes.facts.listed_values import assignment_example, listed_values, listing_snippet


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="enum_member_removed")
def enum_member_added(pair: ReleasePair) -> Iterator[Fact]:
    for value in listed_values(pair, new=True):
        unexpected = value.read and not value.open
        yield Fact(
            subject=value.subject,
            part=value.part,
            message=f"{value.where} has a new value, `{value.text}`"
            + (": code that handles every old value does not handle it." if unexpected else "."),
            after=value.text,
            example="" if unexpected else assignment_example(pair.new.api, value),
            files=value.files,
            trial=listing_snippet(pair.new.api, value, "works"),
            impact=Impact.RISKY if unexpected else Impact.COMPATIBLE,
            level=Level.TYPES if unexpected else Level.NONE,
        )
