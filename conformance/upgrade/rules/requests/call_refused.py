"""A call that was sent is refused by the SDK itself, although its signature admits it.

Why it matters
    Code that ran stops with an exception before anything reaches the server.

Before
    `client.books.get("a/b")` is sent

After
    `client.books.get("a/b")` raises `ValueError`

What to do
    Pass what the new release accepts, or send the request with an HTTP client of your own.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import ENDINGS, operations


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING, mirror="call_accepted")
def call_refused(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(both=both, part="", before=each.before, after=each.after, difference=each)
        for both in operations(pair)
        for each in both.differences
        if each.facet == "requests" and each.after.startswith(ENDINGS) and not both.refusal_explained(each.after)
    ]
    yield from facts(
        pair, sights, lambda sight, subject: f"{subject} sends nothing for a call that was sent: it {sight.after}.",
        migration="Pass what the new release accepts.",
    )  # fmt: skip
