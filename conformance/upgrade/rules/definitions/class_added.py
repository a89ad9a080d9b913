"""A public class that is neither a model nor an error is new.

Why it matters
    The package offers something that it did not.

Before
    `label_interface.ChatTag` does not exist

After
    `from acme_sdk.label_interface import ChatTag`

What to do
    Nothing has to be done.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import added


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="class_removed")
def class_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from added(pair, "class")
