"""An operation is asked for with another HTTP method.

Why it matters
    A server, a proxy or a test double that knows the old method refuses the call or does something else.

Before
    `PATCH /api/books/1/`

After
    `PUT /api/books/1/`

What to do
    Make sure that the server that you talk to knows the new method before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import shown


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def method_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(
            both=both, part="", before=both.old.method, after=both.new.method, difference=shown(both, "method")
        )
        for both in operations(pair)
        if both.old.method != both.new.method and both.old.method and both.new.method
    ]
    yield from facts(
        pair, sights, lambda sight, subject: f"{subject}: {sight.after} is sent, no longer {sight.before}.",
        migration="Make sure that the server answers the new method.",
    )  # fmt: skip
