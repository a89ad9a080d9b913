"""None is sent differently for an argument.

Why it matters
    None may mean "clear this field" on one release and "leave it unchanged" on the other.

Before
    `books.update(1, note=None)` sends `{"note": null}`

After
    `books.update(1, note=None)` sends `{}`

What to do
    Omit the argument if the field should stay unchanged, and check calls that pass None.
"""

from typing import Final

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import parameter_difference

_EFFECTS: Final = {"null": "is sent as null", "omitted": "is not sent", "refused": "is refused"}


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def null_handling_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation,
            part=old.name,
            before=_EFFECTS[old.on_none],
            after=_EFFECTS[new.on_none],
            difference=parameter_difference(operation, old) or parameter_difference(operation, new),
        )
        for operation in matched_operations(pair)
        for old, new in operation.parameters
        if old.on_none != new.on_none and "unknown" not in {old.on_none, new.on_none} and old.location == new.location
    ]
    yield from group_facts(
        pair, facts, lambda fact, subject: f"{subject}: `{fact.part}=None` {fact.after}; it {fact.before}.",
        migration="Omit the argument instead of passing None, or check what None does now.",
    )  # fmt: skip
