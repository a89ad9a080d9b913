"""A partial update changes a field that was not in the request.

Why it matters
    Callers who change one field lose another.

Conforming
    `update(title="B")` changes `title`, `updated_at`, which the server sets itself, and `initials`, which the server
    derives from the title and no update can set

Violating
    `update(title="B")` changes `title` and clears `description`
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.checks.prelude import Blame, Fact, Facts, Sequence, Severity, Source, Step, check
from conformance.exchange.json_equality import same_json
from conformance.exchange.sequence import is_later
from conformance.text import describe_json


@dataclass(frozen=True, slots=True, kw_only=True)
class _Update:
    """A partial update with the reads before and after it. `server_fields` are those that the server sets itself."""

    before: Step
    write: Step
    after: Step
    server_fields: frozenset[str]

    def may_change(self, name: str) -> bool:
        """No update can set the field, and this one changed another: the server may derive one from the other."""
        fields = {
            parameter.wire_name
            for parameter in self.write.operation.parameters
            if parameter.location in {"field", "form"}
        }
        changed = any(not same_json(self.before.fields.get(key), value) for key, value in self.write.written.items())
        return bool(fields) and name not in fields and changed


def _updates(sequence: Sequence) -> list[_Update]:
    updates: list[_Update] = []
    server_fields = sequence.server_managed_fields
    if server_fields is None:
        return updates
    for number, write in enumerate(sequence.steps):
        if write.kind == "update" and write.operation.method == "PATCH" and write.succeeded:
            before, after = sequence.last_read(number, write.identity), sequence.next_read(number, write.identity)
            if before is not None and after is not None and before.operation.path == after.operation.path:
                updates.append(_Update(before=before, write=write, after=after, server_fields=server_fields))
    return updates


@check(
    family="live",
    judges=Sequence,
    select=_updates,
    severity=Severity.CRITICAL,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="an object that is read twice, partially updated, and read again",
    blame=Blame.SERVER,
)
def update_changed_other_field(updates: list[_Update]) -> Facts:
    for update in updates:
        old, new = update.before.fields, update.after.fields
        for name in sorted(old.keys() & new.keys() - update.write.written.keys() - update.server_fields):
            if same_json(old[name], new[name]) or is_later(old[name], new[name]) or update.may_change(name):
                continue
            change = f"`{name}` was {describe_json(old[name])} and is {describe_json(new[name])}"
            yield Fact(
                message=f"{change}, although the update did not name it",
                part=name,
                subject=update.write.operation.path,
                exchange=update.after.exchange,
                compared_to=update.write.exchange,
            )
