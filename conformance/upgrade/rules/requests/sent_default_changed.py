"""Something else is sent for an argument that is not given.

Why it matters
    The same call asks for something else, although the argument's declared default is the same.

Before
    `books.list()` sends `?page=1`

After
    `books.list()` sends nothing

What to do
    Pass the argument where it matters.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import shown_of


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def sent_default_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(
            both=both,
            part=old.name,
            before=old.sent_default or "nothing",
            after=new.sent_default or "nothing",
            difference=shown_of(both, old) or shown_of(both, new),
        )
        for both in operations(pair)
        for old, new in both.parameters
        if old.sent_default != new.sent_default and not old.required and not new.required and old.default == new.default
    ]
    yield from facts(
        pair,
        sights,
        lambda sight, subject: f"{subject}: `{sight.part}` not given sends {sight.after}, not {sight.before}.",
        migration="Pass the argument to keep what was sent.",
    )
