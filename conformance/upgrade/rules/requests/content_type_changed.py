"""The same body is sent under another content type.

Why it matters
    A server decides by the content type how to read a body, and may refuse one that it does not know.

Before
    `Content-Type: application/json`

After
    `Content-Type: application/merge-patch+json`

What to do
    Make sure that the server accepts the new content type before you upgrade.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations
from conformance.upgrade.rules.requests.facts import shown


@rule(tier=Tier.WIRE, impact=Impact.BREAKING)
def content_type_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(
            both=both,
            part="",
            before=both.old.content_type or "none",
            after=both.new.content_type or "none",
            difference=shown(both, "content_type"),
        )
        for both in operations(pair)
        if both.old.content_type != both.new.content_type
        and both.old.body == both.new.body
        and len(both.old.accepted) == len(both.parameters) == len(both.new.accepted)
    ]
    yield from facts(
        pair, sights, lambda sight, subject: f"{subject}: the content type is {sight.after}; it was {sight.before}.",
        migration="Make sure that the server accepts the new content type.",
    )  # fmt: skip
