"""A model is new.

Why it matters
    Task data has a new shape, or an operation that is new too gives or takes it.

Before
    `types.Blueprint` does not exist

After
    `from acme_sdk.types import Blueprint`

What to do
    Nothing has to be done.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import added


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="model_removed")
def model_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from added(pair, "model")
