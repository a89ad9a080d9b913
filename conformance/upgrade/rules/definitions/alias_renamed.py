"""A name for a type has another name, or lives in another module.

Why it matters
    The old import fails, although the same thing can still be had.

Before
    `sampling: ProjectSampling`

After
    `sampling: SamplingOfProject`

What to do
    Write the new name.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Level, Tier
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact, rule
from conformance.upgrade.rules.definitions.facts.definitions import renamed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME)
def alias_renamed(pair: ReleasePair) -> Iterator[Fact]:
    yield from renamed(pair, "type alias")
