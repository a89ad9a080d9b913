"""A public class that is neither a model nor an error has another name, or lives in another module.

Why it matters
    The old import fails, although the same thing can still be had.

Before
    `from acme_sdk.label_interface import ChatTag`

After
    `from acme_sdk.label_interface import ChatObject`

What to do
    Write the new name.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import renamed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME)
def class_renamed(pair: ReleasePair) -> Iterator[Fact]:
    yield from renamed(pair, "class")
