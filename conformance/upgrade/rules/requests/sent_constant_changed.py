"""The SDK sends another fixed value that no argument controls.

Why it matters
    Such values can decide what the server does, and the code of the caller does not show them.

Before
    `GET /api/books/?format=full`

After
    `GET /api/books/?format=short`

What to do
    Check what the server does with the value. Override it in `request_options` if possible.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import first_difference


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def sent_constant_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = []
    for operation in matched_operations(pair):
        before, after = (
            {(place, name): value for place, name, value in side.constants} for side in (operation.old, operation.new)
        )
        arguments = {p.wire_name for side in (operation.old, operation.new) for p in side.accepted}
        for place, name in sorted({*before, *after}):
            one, other = before.get((place, name), "nothing"), after.get((place, name), "nothing")
            if one != other and name not in arguments:
                facet = place if place in {"query", "header"} else "body"
                facts.append(
                    OperationFact(
                        operation=operation,
                        part=f"{place} {name}",
                        before=one,
                        after=other,
                        difference=first_difference(operation, facet, name),
                    )
                )
    yield from group_facts(
        pair, facts,
        lambda fact, subject: f"{subject}: {fact.part} is always sent as {fact.after}; it was {fact.before}.",
        migration="Check what the server does with the value.",
    )  # fmt: skip
