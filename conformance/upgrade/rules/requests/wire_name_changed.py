"""An argument is sent under another name.

Why it matters
    The call looks the same, but a server that does not know the new name ignores the argument.

Before
    `books.list(shelf=1)` sends `?shelf=1`

After
    `books.list(shelf=1)` sends `?shelf_id=1`

What to do
    Make sure that the server knows the new name before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import is_sent, parameter_difference


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def wire_name_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part=old.name,
            before=old.wire_name,
            after=new.wire_name,
            difference=parameter_difference(operation, old) or parameter_difference(operation, new),
        )
        for operation in matched_operations(pair)
        for old, new in operation.parameters
        if is_sent(old)
        and old.location == new.location
        and old.location not in {"path", "body"}
        and old.wire_name != new.wire_name
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: f"{subject}: `{fact.part}` is sent as `{fact.after}`, no longer as `{fact.before}`.",
        migration="Make sure that the server knows the new name.",
    )
