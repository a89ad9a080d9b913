"""A partial update changes a field that it did not name.

Why it matters
    Callers who change one thing lose another.

Conforming
    `update(title="B")` changes `title`, `updated_at`, which the server keeps itself, and `initials`, which no update
    can name and which follows from the title

Violating
    `update(title="B")` changes `title` and empties `description`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.json_equality import same_json
from conformance.exchange.sequence import Sequence, Step, is_later
from conformance.exchange.validate_payload import describe_json
from conformance.finding import Blame, Severity, Source


def _triples(sequence: Sequence) -> Iterator[tuple[Step, Step, Step]]:
    """A reading, one partial update, and the next reading by the same operation."""
    for number, write in enumerate(sequence.steps):
        if write.kind == "update" and write.operation.method == "PATCH" and write.succeeded:
            before, after = sequence.last_read(number, write.identity), sequence.next_read(number, write.identity)
            if before is not None and after is not None and before.operation.path == after.operation.path:
                yield before, write, after


def _follows(name: str, before: Step, write: Step) -> bool:
    """No update can name the field, and this one changed something: a server may work one out from the other."""
    own = {each.wire_name for each in write.operation.parameters if each.location in {"field", "form"}}
    changed = any(not same_json(before.fields.get(each), value) for each, value in write.written.items())
    return bool(own) and name not in own and changed


@check(
    family="live",
    judges="sequence",
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="something read twice, updated in part, and read again",
    applies=lambda sequence: sequence.kept_by_the_server is not None and any(_triples(sequence)),
    blame=Blame.SERVER,
)
def update_changed_other(sequence: Sequence) -> Iterator[Fact]:
    kept = sequence.kept_by_the_server or frozenset()
    for before, write, after in _triples(sequence):
        for name in sorted(before.fields.keys() & after.fields.keys() - write.written.keys() - kept):
            if _follows(name, before, write):
                continue
            was, now = before.fields[name], after.fields[name]
            if not same_json(was, now) and not is_later(was, now):
                change = f"`{name}` was {describe_json(was)}, and is {describe_json(now)}"
                text = f"{change} although the update did not name it"
                yield Fact(text, name, after.exchange, write.operation.path, write.exchange)
