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

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Level, Tier
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact, rule
from conformance.upgrade.rules.definitions.facts.definitions import removed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="class_added")
def class_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from removed(pair, "class")
