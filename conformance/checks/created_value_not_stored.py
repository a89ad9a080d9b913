"""A value that was given when an object was created differs when the object is read.

Why it matters
    The server reported success, and did not store the value.

Conforming
    `create(title="A")`, then `get` returns `title: "A"`

Violating
    `create(title="A")`, then `get` returns `title: "a..."`
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Fact, Facts, Sequence, Severity, Source, argument_blame, check
from conformance.exchange.response_match import described_differences


@check(
    family="live",
    judges=Sequence,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a created object, then a read",
    applies=lambda sequence: any(sequence.first_reads("create")),
    blame=Blame.SERVER,
)
def created_value_not_stored(sequence: Sequence) -> Facts:
    for write, read, name in sequence.unstored_values("create"):
        _, place, wanted, actual = next(described_differences(name, write.written[name], read.fields[name]))
        yield Fact(
            message=f"`{place}`: created with {wanted}, {read.operation.path} returns {actual}",
            part=name,
            subject=write.operation.path,
            exchange=read.exchange,
            compared_to=write.exchange,
            blame=argument_blame(write.exchange, name),
        )
