"""An operation is asked for at another path.

Why it matters
    A server of the version that the old release was made for does not know the new path and answers 404.

Before
    `GET /api/books/{id}/`

After
    `GET /api/v2/books/{id}/`

What to do
    Make sure that the server that you talk to knows the new path before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import shown, template


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def path_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = []
    for both in operations(pair):
        before, after = template(both)
        if before != after and before and after:
            sights.append(OperationFact(both=both, part="", before=before, after=after, difference=shown(both, "path")))
    yield from facts(
        pair, sights, lambda sight, subject: f"{subject} asks at `{sight.after}`, no longer at `{sight.before}`.",
        migration="Make sure that the server answers at the new path.",
    )  # fmt: skip
