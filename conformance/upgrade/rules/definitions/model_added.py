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

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Level, Tier
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact, rule
from conformance.upgrade.rules.definitions.facts.definitions import added


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="model_removed")
def model_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from added(pair, "model")
