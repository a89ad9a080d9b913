"""A helper accepts an input for which it failed.

Why it matters
    You can remove code that works around the failure or expects the exception.

Before
    `LabelInterface(config).create_regions(...)` -> `ValidationError`

After
    `LabelInterface(config).create_regions(...)` -> `[Region(...)]`

What to do
    Nothing.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.helpers.facts import scenario_facts


@rule(tier=Tier.BEHAVIOUR, impact=Impact.COMPATIBLE, level=Level.NONE, mirror="helper_now_fails")
def helper_no_longer_fails(pair: ReleasePair) -> Iterator[Fact]:
    yield from scenario_facts(pair, lambda result: result.old_failed and not result.new_failed, "it works now", None)
