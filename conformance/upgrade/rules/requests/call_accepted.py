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
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import ENDINGS, matched_operations, past_tense


@rule(tier=Tier.BEHAVIOUR, impact=Impact.COMPATIBLE, mirror="call_refused")
def call_accepted(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation, part="", before=difference.before, after=difference.after, difference=difference
        )
        for operation in matched_operations(pair)
        for difference in operation.differences
        if difference.facet == "requests"
        and difference.before.startswith(ENDINGS)
        and not operation.refusal_explained(difference.before)
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: f"{subject} sends a call that it refused before: it {past_tense(fact.before)}.",
    )
