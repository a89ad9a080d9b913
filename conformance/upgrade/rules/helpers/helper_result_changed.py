"""A helper returns another result for the same input, or sends other requests.

Why it matters
    Pipelines store what helpers return, so the new result shows up in stored data.

Before
    `LabelInterface(config).generate_sample_task()` -> `{"x": "a text"}`

After
    `LabelInterface(config).generate_sample_task()` -> `{"x": [{"role": "user"}]}`

What to do
    Compare both results, and adapt the code that reads them.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Snippet, Tier, rule
from conformance.upgrade.rules.helpers.facts import scenario_facts


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY, level=Level.RUNTIME)
def helper_result_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from scenario_facts(
        pair,
        lambda result: not (result.old_failed or result.new_failed) and result.old != result.new,
        "it returns another result",
        Snippet("", expects="differs"),
        "Compare both results, and adapt the code that reads them.",
    )
