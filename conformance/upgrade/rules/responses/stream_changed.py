"""A stream gives other bytes.

Why it matters
    What is written to a file, or read from the stream, is not what the server sent, or not what it used to
    be.

Before
    2310 bytes

After
    2302 bytes

What to do
    Compare a download of both releases byte by byte.
"""

from conformance.upgrade.rule import Fact, Impact, Iterator, ReleasePair, Tier, rule
from conformance.upgrade.rules.operations.facts.grouped import OperationFact, facts
from conformance.upgrade.rules.operations.facts.matched import operations, response_kind


@rule(tier=Tier.BEHAVIOUR, impact=Impact.BREAKING)
def stream_changed(pair: ReleasePair) -> Iterator[Fact]:
    sights = [
        OperationFact(both=both, part="", before=each.before, after=each.after, difference=each)
        for both in operations(pair)
        if both.old.shape == "stream" and not both.returns_another
        for each in both.differences
        if each.facet == "result" and response_kind(each.response) == "good"
    ]
    yield from facts(
        pair,
        sights,
        lambda sight, subject: f"{subject} gives {sight.after} for the same answer; it gave {sight.before}.",
        migration="Compare a download of both releases byte by byte.",
    )
