"""A deleted object can still be read, or a list still contains it.

Why it matters
    Callers believe that the data was deleted, and it was not.

Conforming
    after `delete`, the status of `get` is 404, and `list` does not have the object

Violating
    after `delete`, the status of `get` is 200
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Fact, Facts, Sequence, Severity, Source, Step, check


def _deletions_and_reads(sequence: Sequence) -> list[tuple[Step, Step]]:
    """Each deletion with every later read of the same object, and every later list."""
    return [
        (deletion, step)
        for number, deletion in enumerate(sequence.steps)
        if deletion.kind == "delete" and deletion.succeeded
        for step in sequence.steps[number + 1 :]
        if step.kind == "list" or (step.kind == "read" and step.identity == deletion.identity)
    ]


@check(
    family="live",
    judges=Sequence,
    select=_deletions_and_reads,
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a deleted object, then a read or a list",
    blame=Blame.SERVER,
)
def deleted_still_exists(pairs: list[tuple[Step, Step]]) -> Facts:
    for deletion, step in pairs:
        if step.succeeded and (step.kind == "read" or deletion.identity in step.identities):
            verb = "returns" if step.kind == "read" else "lists"
            yield Fact(
                message=f"{step.operation.path} {verb} the object that {deletion.operation.path} deleted",
                part=step.kind,
                subject=deletion.operation.path,
                exchange=step.exchange,
                compared_to=deletion.exchange,
            )
