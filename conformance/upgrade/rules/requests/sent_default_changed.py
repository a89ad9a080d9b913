"""The SDK sends another value for an argument that is not passed.

Why it matters
    The same call requests something else, although the declared default of the argument is the same.

Before
    `books.list()` sends `?page=1`

After
    `books.list()` sends nothing

What to do
    Pass the argument explicitly where it matters.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import parameter_difference


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def sent_default_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part=old.name,
            before=old.sent_default or "nothing",
            after=new.sent_default or "nothing",
            difference=parameter_difference(operation, old) or parameter_difference(operation, new),
        )
        for operation in matched_operations(pair)
        for old, new in operation.parameters
        if old.sent_default != new.sent_default and not old.required and not new.required and old.default == new.default
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: (
            f"{subject}: without `{fact.part}`, {fact.after} is sent for it, no longer {fact.before}."
        ),
        migration="Pass the argument to send the old value.",
    )
