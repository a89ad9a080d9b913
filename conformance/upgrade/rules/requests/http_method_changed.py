"""An operation uses another HTTP method.

Why it matters
    A server, proxy or test double that expects the old method rejects the request or does something else.

Before
    `PATCH /api/books/1/`

After
    `PUT /api/books/1/`

What to do
    Make sure that your server supports the new method before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import first_difference


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def http_method_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part="",
            before=operation.old.method,
            after=operation.new.method,
            difference=first_difference(operation, "method"),
        )
        for operation in matched_operations(pair)
        if operation.old.method != operation.new.method and operation.old.method and operation.new.method
    ]
    yield from group_facts(
        pair, facts, lambda fact, subject: f"{subject} uses {fact.after}, no longer {fact.before}.",
        migration="Make sure that the server supports the new method.",
    )  # fmt: skip
