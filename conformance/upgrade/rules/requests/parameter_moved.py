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
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import parameter_difference, render_location


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
        for old, new in operation.parameters
        if old.location != new.location
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: f"{subject}: `{fact.part}` is sent as {fact.after}, no longer as {fact.before}.",
        migration="Make sure that the server reads the argument from its new place.",
    )
