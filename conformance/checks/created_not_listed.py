"""A list does not contain an object that was created before.

Why it matters
    Callers who look for the object in the list do not find it.

Conforming
    `create` returns the id 7, then `list` has an item with the id 7

Violating
    `create` returns the id 7, then `list` has no such item
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Fact, Facts, Sequence, Severity, Source, Step, check


def _creations_and_lists(sequence: Sequence) -> list[tuple[Step, Step]]:
    """Each creation of an object that still exists, with every later list."""
    return [
        (creation, listing)
        for number, listing in enumerate(sequence.steps)
        if listing.kind == "list"
        and listing.succeeded
        and not listing.exchange.endless
        and not listing.exchange.scripted.more
        for creation in sequence.steps[:number]
        if creation.kind == "create" and creation.succeeded and not sequence.is_deleted(creation.identity, number)
    ]


@check(
    family="live",
    judges=Sequence,
    select=_creations_and_lists,
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a created object, then a list read to its end",
    blame=Blame.SERVER,
)
def created_not_listed(pairs: list[tuple[Step, Step]]) -> Facts:
    for creation, listing in pairs:
        if creation.identity not in listing.identities:
            yield Fact(
                message=f"{listing.operation.path} does not have the object that {creation.operation.path} created",
                subject=listing.operation.path,
                exchange=listing.exchange,
                compared_to=creation.exchange,
            )
