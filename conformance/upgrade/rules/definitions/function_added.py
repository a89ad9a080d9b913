"""A function of a module is new.

Why it matters
    The package offers something that it did not.

Before
    `converter.to_coco` does not exist

After
    `from acme_sdk.converter import to_coco`

What to do
    Nothing has to be done.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import added


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="function_removed")
def function_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from added(pair, "function")
