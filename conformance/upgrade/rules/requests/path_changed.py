"""An operation uses another path.

Why it matters
    A server of the version that the old release was made for does not know the new path and returns 404.

Before
    `GET /api/books/{id}/`

After
    `GET /api/v2/books/{id}/`

What to do
    Make sure that your server supports the new path before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations
from conformance.upgrade.rules.requests.facts import first_difference, path_templates


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def path_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = []
    for operation in matched_operations(pair):
        before, after = path_templates(operation)
        if before != after and before and after:
            facts.append(
                OperationFact(
                    operation=operation,
                    part="",
                    before=before,
                    after=after,
                    difference=first_difference(operation, "path"),
                )
            )
    yield from group_facts(
        pair, facts, lambda fact, subject: f"{subject} uses the path `{fact.after}`, no longer `{fact.before}`.",
        migration="Make sure that the server supports the new path.",
    )  # fmt: skip
