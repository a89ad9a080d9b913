"""An argument travels in another part of the request.

Why it matters
    The call looks the same, and the server finds nothing where it used to find the value.

Before
    `books.list(shelf=1)` sends `?shelf=1`

After
    `books.list(shelf=1)` sends `{"shelf": 1}`

What to do
    Make sure that the server reads the argument from its new place before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import located, shown_of


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def parameter_moved(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(
            both=both,
            part=old.name,
            before=located(old),
            after=located(new),
            difference=shown_of(both, old) or shown_of(both, new),
        )
        for both in operations(pair)
        for old, new in both.parameters
        if old.location != new.location
    ]
    yield from facts(
        pair,
        sights,
        lambda sight, subject: f"{subject}: `{sight.part}` is sent as {sight.after}, not as {sight.before}.",
        migration="Make sure that the server reads the argument from its new place.",
    )
