"""What was deleted can still be read, or is still listed.

Why it matters
    Callers believe that data is gone which is not.

Conforming
    `delete`, then `get` is answered with 404 and `list` does not have it

Violating
    `delete`, then `get` is answered with 200
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.sequence import Sequence, Step
from conformance.finding import Blame, Severity, Source


def _pairs(sequence: Sequence) -> Iterator[tuple[Step, Step]]:
    """Each deletion with every later reading that succeeded, and every later list."""
    for number, gone in enumerate(sequence.steps):
        if gone.kind == "delete" and gone.succeeded:
            for step in sequence.steps[number + 1 :]:
                same = step.kind == "read" and step.identity == gone.identity
                if step.kind == "list" or same:
                    yield gone, step


@check(
    family="live",
    judges="sequence",
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="something deleted, then read or listed",
    applies=lambda sequence: any(_pairs(sequence)),
    blame=Blame.SERVER,
)
def deleted_still_exists(sequence: Sequence) -> Iterator[Fact]:
    for gone, step in _pairs(sequence):
        if step.succeeded and (step.kind == "read" or gone.identity in step.identities):
            verb = "reads" if step.kind == "read" else "lists"
            text = f"{step.operation.path} {verb} what {gone.operation.path} deleted"
            yield Fact(text, step.kind, step.exchange, gone.operation.path, gone.exchange)
