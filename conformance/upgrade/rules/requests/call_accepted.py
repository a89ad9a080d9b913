"""A call that the SDK itself refused is sent.

Why it matters
    Nothing breaks; code that kept away from the call, or expected the exception, may do with less.

Before
    `client.books.get("a/b")` raises `ValueError`

After
    `client.books.get("a/b")` is sent

What to do
    Nothing, unless your code relies on the exception.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import ENDINGS, operations


@rule(tier=Tier.BEHAVIOUR, impact=Impact.COMPATIBLE, mirror="call_refused")
def call_accepted(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(both=both, part="", before=each.before, after=each.after, difference=each)
        for both in operations(pair)
        for each in both.differences
        if each.facet == "requests" and each.before.startswith(ENDINGS) and not both.refusal_explained(each.before)
    ]
    yield from facts(
        pair, sights, lambda sight, subject: f"{subject} sends a call that was refused before: it {sight.before}.",
        migration="",
    )  # fmt: skip
