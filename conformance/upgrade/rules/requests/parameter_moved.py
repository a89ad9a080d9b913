"""An argument is sent in another part of the request.

Why it matters
    The call looks the same, but the server does not find the value where it expects it.

Before
    `books.list(shelf=1)` sends `?shelf=1`

After
    `books.list(shelf=1)` sends `{"shelf": 1}`

What to do
    Make sure that the server reads the argument from its new place before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import MatchedOperation, matched_operations
from conformance.upgrade.rules.requests.facts import (
    UNSENT,
    is_sent,
    parameter_difference,
    render_location,
    sends_nothing,
)


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def parameter_moved(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part=old.name,
            before=render_location(old),
            after=render_location(new),
            difference=parameter_difference(operation, old) or parameter_difference(operation, new),
        )
        for operation in matched_operations(pair)
        if not _has_one_sided_requests(operation)
        for old, new in operation.parameters
        if old.location != new.location
    ]
    yield from group_facts(
        pair, facts, _message, migration="Make sure that the server reads the argument from its place."
    )


def _message(fact: OperationFact, subject: str) -> str:
    if fact.after == UNSENT:
        return f"{subject}: `{fact.part}` is no longer sent; it was sent as {fact.before}."
    if fact.before == UNSENT:
        return f"{subject}: `{fact.part}` is sent as {fact.after}; it was not sent before."
    return f"{subject}: `{fact.part}` is sent as {fact.after}, no longer as {fact.before}."


def _has_one_sided_requests(operation: MatchedOperation) -> bool:
    """One release sends no request at all, as it raises or ends its process: that is what is reported."""
    sides = zip(*operation.parameters, strict=True)
    silent = any(not any(map(is_sent, side)) for side in sides)
    return silent and sends_nothing(operation)
