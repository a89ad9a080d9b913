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
from conformance.exchange.echo import contains, is_secret
from conformance.exchange.sequence import Sequence, Step
from conformance.exchange.strict import shown
from conformance.finding import Blame, Severity, Source


def _pairs(sequence: Sequence) -> Iterator[tuple[Step, Step]]:
    """Each creation with the first reading of what it made, where nothing was changed between."""
    for number, step in enumerate(sequence.steps):
        if step.kind == "create" and step.succeeded:
            read = sequence.next_read(number, step.identity)
            if read is not None:
                yield step, read


@check(
    family="live",
    judges="sequence",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="something created, then read",
    applies=lambda sequence: any(_pairs(sequence)),
    blame=Blame.SERVER,
)
def not_read_back(sequence: Sequence) -> Iterator[Fact]:
    for write, read in _pairs(sequence):
        for name, value in write.written.items():
            got = read.fields.get(name, value)
            if not is_secret(name) and not contains(value, got):
                text = f"`{name}`: created with {shown(value)}, {read.operation.path} gives {shown(got)}"
                yield Fact(text, name, read.exchange, write.operation.path, write.exchange)
