"""A helper that fails for an input fails in another way.

Why it matters
    Code that catches the old exception does not catch the new one.

Before
    `LabelStudio()` -> `ApiError: status_code: None`

After
    `LabelStudio()` -> `ApiError: headers: None, status_code: None`

What to do
    Check the code that catches the exception or reads its text.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, Level, ReleasePair, Tier, rule
from conformance.upgrade.rules.helpers.facts import scenario_facts


@rule(tier=Tier.BEHAVIOUR, impact=Impact.RISKY, level=Level.RUNTIME)
def helper_error_changed(pair: ReleasePair) -> Iterator[Fact]:
    yield from scenario_facts(
        pair,
        lambda result: result.old_failed and result.new_failed and result.old != result.new,
        "it fails differently",
        None,
        "Check the code that catches the exception.",
    )
