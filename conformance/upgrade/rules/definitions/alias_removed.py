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

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import removed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="alias_added")
def alias_removed(pair: ReleasePair) -> Iterator[Fact]:
    yield from removed(pair, "type alias")
