"""A stream yields other bytes.

Why it matters
    A file or buffer written from the stream differs from what the server sent, or from what the old release wrote.

Before
    2310 bytes

After
    2302 bytes

What to do
    Compare a download of both releases byte by byte.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, group_facts
from conformance.upgrade.rules.operations.facts.matched import matched_operations, response_kind


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def stream_changed(pair: ReleasePair) -> Iterator[Fact]:
    facts = [
        OperationFact(
            operation=operation, part="", before=difference.before, after=difference.after, difference=difference
        )
        for operation in matched_operations(pair)
        if operation.old.shape == "stream" and not operation.result_redeclared
        for difference in operation.differences
        if difference.facet == "result" and response_kind(difference.response) == "good"
    ]
    yield from group_facts(
        pair,
        facts,
        lambda fact, subject: f"{subject} yields {fact.after} for the same response; it yielded {fact.before}.",
        migration="Compare a download of both releases byte by byte.",
    )
