"""A public class that is neither a model nor an error is gone.

Why it matters
    Programs that import it end with an ImportError when they start.

Before
    `from acme_sdk.label_interface import ChatTag`

After
    `label_interface.ChatTag` does not exist

What to do
    Remove the import and what uses it.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import removed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="class_added")
def class_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from removed(pair, "class")
