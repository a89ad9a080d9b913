"""An argument is sent under another name.

Why it matters
    The call looks the same, and the server knows nothing of a name that it has not heard of.

Before
    `books.list(shelf=1)` sends `?shelf=1`

After
    `books.list(shelf=1)` sends `?shelf_id=1`

What to do
    Make sure that the server knows the new name before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import seen, shown_of


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def wire_name_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(
            both=both,
            part=old.name,
            before=old.wire_name,
            after=new.wire_name,
            difference=shown_of(both, old) or shown_of(both, new),
        )
        for both in operations(pair)
        for old, new in both.parameters
        if seen(old)
        and old.location == new.location
        and old.location not in {"path", "body"}
        and old.wire_name != new.wire_name
    ]
    yield from facts(
        pair,
        sights,
        lambda sight, subject: f"{subject}: `{sight.part}` is sent as `{sight.after}`, not `{sight.before}`.",
        migration="Make sure that the server knows the new name.",
    )
