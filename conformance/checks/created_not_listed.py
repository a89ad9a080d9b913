"""What was created is not in the list of what there is.

Why it matters
    Callers who look for it by listing do not find it.

Conforming
    `create` gives the id 7, then `list` has an item with the id 7

Violating
    `create` gives the id 7, then `list` has no such item
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.sequence import Sequence, Step
from conformance.finding import Blame, Severity, Source


def _pairs(sequence: Sequence) -> Iterator[tuple[Step, Step]]:
    """What was created and not deleted, with each later list."""
    for number, listing in enumerate(sequence.steps):
        if listing.kind == "list" and listing.succeeded and not listing.exchange.endless:
            for made in sequence.steps[:number]:
                if made.kind == "create" and made.succeeded and not sequence.is_deleted(made.identity, number):
                    yield made, listing


@check(
    family="live",
    judges="sequence",
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="something created, then a list read to its end",
    applies=lambda sequence: any(_pairs(sequence)),
    blame=Blame.SERVER,
)
def created_not_listed(sequence: Sequence) -> Iterator[Fact]:
    for made, listing in _pairs(sequence):
        if made.identity not in listing.identities:
            text = f"{listing.operation.path} does not have what {made.operation.path} made"
            yield Fact(text, "", listing.exchange, listing.operation.path, made.exchange)
