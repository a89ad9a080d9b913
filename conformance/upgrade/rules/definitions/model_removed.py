"""A model is gone.

Why it matters
    Programs that import it end with an ImportError when they start.

Before
    `from acme_sdk.types import Blueprint`

After
    `types.Blueprint` does not exist

What to do
    Remove the import. What an operation gives instead is its own change.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import removed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="model_added")
def model_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from removed(pair, "model")
