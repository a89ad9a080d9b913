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

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.definitions.facts.definitions import renamed


@rule(tier=Tier.SURFACE, impact=Impact.BREAKING, level=Level.RUNTIME)
def alias_renamed(pair: ReleasePair) -> Iterator[Fact]:
    yield from renamed(pair, "type alias")
