"""The same body is sent with another content type.

Why it matters
    The server reads a body according to its content type, and may reject an unknown one.

Before
    `Content-Type: application/json`

After
    `Content-Type: application/merge-patch+json`

What to do
    Make sure that the server accepts the new content type before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import first_difference


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def content_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part="",
            before=operation.old.content_type or "none",
            after=operation.new.content_type or "none",
            difference=first_difference(operation, "content_type"),
        )
        for operation in matched_operations(pair)
        if operation.old.content_type != operation.new.content_type
        and operation.old.body == operation.new.body
        and len(operation.old.accepted) == len(operation.parameters) == len(operation.new.accepted)
    ]
    yield from group_facts(
        pair, facts, lambda fact, subject: f"{subject}: the content type is {fact.after}; it was {fact.before}.",
        migration="Make sure that the server accepts the new content type.",
    )  # fmt: skip
