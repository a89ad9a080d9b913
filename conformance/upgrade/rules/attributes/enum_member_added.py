"""An enum lists another value.

Why it matters
    Code that tells the values apart meets one that it does not know.

Before
    `Literal["open", "closed"]`

After
    `Literal["open", "closed", "paused"]`

What to do
    See that code which handles every value handles this one.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.attributes.facts.listed_values import assigned, listed, shown


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="enum_member_removed")
def enum_member_added(pair: ReleasePair) -> Iterator[Fact]:
    for each in listed(pair, new=True):
        unexpected = each.read and not each.open
        yield Fact(
            subject=each.subject,
            part=each.part,
            message=f"{each.where} lists `{each.text}`, too"
            + (": code that handles every value does not handle this one." if unexpected else "."),
            after=each.text,
            example="" if unexpected else assigned(pair.new.api, each),
            files=each.files,
            trial=shown(pair.new.api, each, "works"),
            impact=Impact.RISKY if unexpected else Impact.COMPATIBLE,
            level=Level.TYPES if unexpected else Level.NONE,
        )
