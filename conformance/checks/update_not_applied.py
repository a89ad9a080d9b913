"""A value that was updated differs when the object is read.

Why it matters
    The server reported success, and did not change the value.

Conforming
    `update(title="B")`, then `get` returns `title: "B"`

Violating
    `update(title="B")`, then `get` still returns `title: "A"`
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Fact, Facts, Sequence, Severity, Source, argument_blame, check
from conformance.exchange.response_match import described_differences


@check(
    family="live",
    judges=Sequence,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.CASSETTE),
    needs="an updated object, then a read",
    applies=lambda sequence: any(sequence.first_reads("update")),
    blame=Blame.SERVER,
)
def update_not_applied(sequence: Sequence) -> Facts:
    for write, read, name in sequence.unstored_values("update"):
        _, place, wanted, actual = next(described_differences(name, write.written[name], read.fields[name]))
        yield Fact(
            message=f"`{place}`: updated to {wanted}, {read.operation.path} returns {actual}",
            part=name,
            subject=write.operation.path,
            exchange=read.exchange,
            compared_to=write.exchange,
            blame=argument_blame(write.exchange, name),
        )
