"""A name for a type is new.

Why it matters
    Annotations of callers can use it: the members of an enum, for example, in one word.

Before
    `ProjectSampling` does not exist

After
    `sampling: ProjectSampling`

What to do
    Nothing has to be done.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import added


@rule(tier=Tier.SURFACE, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="alias_removed")
def alias_added(pair: ReleasePair) -> Iterator[Fact]:
    yield from added(pair, "type alias")
