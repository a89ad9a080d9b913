"""A value that was updated is not read back.

Why it matters
    The server said that it changed the value, and did not.

Conforming
    `update(title="B")`, then `get` gives `title: "B"`

Violating
    `update(title="B")`, then `get` still gives `title: "A"`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.sequence import Sequence
from conformance.exchange.validate_payload import describe_json
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="sequence",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="something updated, then read",
    applies=lambda sequence: any(sequence.first_reads("update")),
    blame=Blame.SERVER,
)
def update_not_applied(sequence: Sequence) -> Iterator[Fact]:
    for write, read, name in sequence.not_kept("update"):
        wanted, got = describe_json(write.written[name]), describe_json(read.fields[name])
        text = f"`{name}`: updated to {wanted}, {read.operation.path} gives {got}"
        yield Fact(text, name, read.exchange, write.operation.path, write.exchange)
