"""A value that was given when an object was created differs when the object is read.

Why it matters
    The server reported success, and did not store the value.

Conforming
    `create(title="A")`, then `get` returns `title: "A"`

Violating
    `create(title="A")`, then `get` returns `title: "a..."`
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Fact, Facts, Sequence, Severity, Source, check
from conformance.exchange.validate_payload import describe_json


@check(
    family="live",
    judges=Sequence,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a created object, then a read",
    applies=lambda sequence: any(sequence.first_reads("create")),
    blame=Blame.SERVER,
)
def created_value_not_stored(sequence: Sequence) -> Facts:
    for write, read, name in sequence.unstored_values("create"):
        wanted, actual = describe_json(write.written[name]), describe_json(read.fields[name])
        yield Fact(
            message=f"`{name}`: created with {wanted}, {read.operation.path} returns {actual}",
            part=name,
            subject=write.operation.path,
            exchange=read.exchange,
            compared_to=write.exchange,
        )
