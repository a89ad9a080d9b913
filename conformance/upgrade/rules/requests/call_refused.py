"""The SDK refuses a call that it sent before, although the signature allows it.

Why it matters
    Code that worked raises an exception before anything reaches the server.

Before
    `client.books.get("a/b")` is sent

After
    `client.books.get("a/b")` raises `ValueError`

What to do
    Pass what the new release accepts, or send the request with your own HTTP client.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import group_facts
from conformance.upgrade.rules.requests.facts import refusals


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING, mirror="call_accepted")
def call_refused(pair: ReleasePair) -> Iterator[Fact]:
    yield from group_facts(
        pair,
        refusals(pair, "after"),
        lambda fact, subject: f"{subject} refuses a call that it sent before: it {fact.after}.",
        migration="Pass what the new release accepts.",
    )
