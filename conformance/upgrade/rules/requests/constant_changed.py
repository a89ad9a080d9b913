"""Something else is sent although no argument asks for it.

Why it matters
    What the SDK adds of its own decides what the server does, and no caller sees it in the code.

Before
    `GET /api/books/?format=full`

After
    `GET /api/books/?format=short`

What to do
    Check what the server makes of the value; pass it in `request_options` where that is possible.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import shown


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def constant_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = []
    for both in operations(pair):
        before, after = (
            {(place, name): value for place, name, value in each.constants} for each in (both.old, both.new)
        )
        arguments = {p.wire_name for each in (both.old, both.new) for p in each.accepted}
        for place, name in sorted({*before, *after}):
            one, other = before.get((place, name), "nothing"), after.get((place, name), "nothing")
            if one != other and name not in arguments:
                facet = place if place in {"query", "header"} else "body"
                sights.append(
                    OperationFact(
                        both=both, part=f"{place} {name}", before=one, after=other, difference=shown(both, facet, name)
                    )
                )
    yield from facts(
        pair, sights,
        lambda sight, subject: f"{subject}: {sight.after} is sent as {sight.part} unasked; it was {sight.before}.",
        migration="Check what the server makes of the value.",
    )  # fmt: skip
