"""A function of a module is gone.

Why it matters
    Programs that import it end with an ImportError when they start.

Before
    `from acme_sdk.converter import to_coco`

After
    `converter.to_coco` does not exist

What to do
    Remove the import, and do what it did in your own code.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import removed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="function_added")
def function_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from removed(pair, "function")
