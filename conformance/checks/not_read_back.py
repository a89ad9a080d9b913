"""What was written when something was created is not what is read afterwards.

Why it matters
    The server said that it stored the value, and did not.

Conforming
    `create(title="A")`, then `get` gives `title: "A"`

Violating
    `create(title="A")`, then `get` gives `title: "a..."`
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
    needs="something created, then read",
    applies=lambda sequence: any(sequence.first_reads("create")),
    blame=Blame.SERVER,
)
def not_read_back(sequence: Sequence) -> Iterator[Fact]:
    for write, read, name in sequence.not_kept("create"):
        wanted, got = describe_json(write.written[name]), describe_json(read.fields[name])
        text = f"`{name}`: created with {wanted}, {read.operation.path} gives {got}"
        yield Fact(text, name, read.exchange, write.operation.path, write.exchange)
