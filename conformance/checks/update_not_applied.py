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
from conformance.exchange.echo import contains, is_secret
from conformance.exchange.sequence import Sequence, Step
from conformance.exchange.strict import shown
from conformance.finding import Blame, Severity, Source


def _pairs(sequence: Sequence) -> Iterator[tuple[Step, Step]]:
    """Each update with the first reading of what it changed, where nothing else was changed between."""
    for number, step in enumerate(sequence.steps):
        if step.kind == "update" and step.succeeded:
            read = sequence.next_read(number, step.identity)
            if read is not None:
                yield step, read


@check(
    family="live",
    judges="sequence",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="something updated, then read",
    applies=lambda sequence: any(_pairs(sequence)),
    blame=Blame.SERVER,
)
def update_not_applied(sequence: Sequence) -> Iterator[Fact]:
    for write, read in _pairs(sequence):
        for name, value in write.written.items():
            got = read.fields.get(name, value)
            if not is_secret(name) and not contains(value, got):
                text = f"`{name}`: updated to {shown(value)}, {read.operation.path} gives {shown(got)}"
                yield Fact(text, name, read.exchange, write.operation.path, write.exchange)
