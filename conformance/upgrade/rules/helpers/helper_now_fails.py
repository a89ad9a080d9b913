"""A helper fails for an input that it accepted.

Why it matters
    Code that worked on the old release raises an exception.

Before
    `LabelInterface(config).generate_sample_task()` -> `{"x": "a text"}`

After
    `LabelInterface(config).generate_sample_task()` -> `TypeError`

What to do
    Pass what the new release accepts, or stay on the old release until this is fixed.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.helpers.facts import scenario_facts


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING, level=Level.RUNTIME, mirror="helper_no_longer_fails")
def helper_now_fails(pair: ReleasePair) -> Iterator[Fact]:
    yield from scenario_facts(
        pair,
        lambda result: result.new_failed and not result.old_failed,
        "it fails now",
        Snippet("", expects="fails"),
        "Pass what the new release accepts, or stay on the old release until this is fixed.",
    )
