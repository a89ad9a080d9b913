"""The SDK sends a call that it refused before.

Why it matters
    Existing code keeps working. Code that avoids the call, or expects the exception, can be simpler.

Before
    `client.books.get("a/b")` raises `ValueError`

After
    `client.books.get("a/b")` is sent

What to do
    Nothing, unless your code relies on the exception.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import group_facts
from conformance.upgrade.rules.operations.facts.matched import past_tense
from conformance.upgrade.rules.requests.facts import refusals


@rule(tier=Tier.BEHAVIOUR, impact=Impact.COMPATIBLE, mirror="call_refused")
def call_accepted(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        refusals(pair, "before"),
        lambda fact, subject: f"{subject} sends a call that it refused before: it {past_tense(fact.before)}.",
    )
