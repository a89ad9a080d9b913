"""A name for a type is gone.

Why it matters
    Programs that import it for their annotations end with an ImportError when they start.

Before
    `sampling: ProjectSampling`

After
    `ProjectSampling` does not exist

What to do
    Write the type itself, or the name that the operation's parameter uses now.
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.change import Impact, Level, Tier
from conformance.upgrade.pair import ReleasePair
from conformance.upgrade.rule import Fact, rule
from conformance.upgrade.rules.definitions.facts.definitions import removed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="alias_added")
def alias_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from removed(pair, "type alias")
