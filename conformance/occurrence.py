"""The places of findings in the SDK's source, and the operations that one cause affects."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

CORE: Final = "(core)"  # the place of findings in a function that operations share
GENERATED: Final = "(generated)"  # the place of findings in lines that the generator writes into every operation


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcePlace:
    """A line of the SDK's source. `file` begins with the package's folder, with slashes; `function` is its name."""

    file: str
    line: int
    function: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> SourcePlace | None:
        """The inverse of `to_json`."""
        return None if data is None else cls(**data)

    def to_json(self) -> dict[str, Any]:
        """The place as JSON (`source` of a finding, and of each of its occurrences)."""
        return {"file": self.file, "line": self.line, "function": self.function}


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """One operation that shows a finding. `part` separates what one operation shows, as a status or a parameter.

    `fields` are the paths in its result at which it shows, `statuses` those of the responses, `clients` the clients.
    `source` is where the operation is defined.
    """

    operation: str
    part: str = ""
    clients: tuple[str, ...] = ()
    statuses: tuple[int, ...] = ()
    fields: tuple[str, ...] = ()
    source: SourcePlace | None = None

    @property
    def key(self) -> tuple[str, str]:
        """The pair that separates it from the other occurrences of its finding."""
        return self.operation, self.part

    @property
    def name(self) -> str:
        """`operation[.part]`."""
        return f"{self.operation}.{self.part}" if self.part else self.operation

    def to_json(self) -> dict[str, Any]:
        """The occurrence as JSON (`findings[].occurrences[]`)."""
        return {
            "operation": self.operation,
            "part": self.part,
            "clients": list(self.clients),
            "statuses": list(self.statuses),
            "fields": list(self.fields),
            "source": None if self.source is None else self.source.to_json(),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Occurrence:
        """The inverse of `to_json`."""
        return cls(
            operation=data["operation"],
            part=data["part"],
            clients=tuple(data["clients"]),
            statuses=tuple(data["statuses"]),
            fields=tuple(data["fields"]),
            source=SourcePlace.from_json(data["source"]),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Shared code that a finding of one operation may come from. `occurrence` would separate what operations show."""

    operation: str
    part: str
    occurrence: str
    source: SourcePlace | None

    @classmethod
    def from_json(cls, data: dict[str, Any] | None) -> Candidate | None:
        """The inverse of `to_json`."""
        return None if data is None else cls(**{**data, "source": SourcePlace.from_json(data["source"])})

    def to_json(self) -> dict[str, Any]:
        """The candidate as JSON, between processes."""
        return {
            "operation": self.operation,
            "part": self.part,
            "occurrence": self.occurrence,
            "source": None if self.source is None else self.source.to_json(),
        }


def joined(occurrences: Iterable[Occurrence]) -> tuple[Occurrence, ...]:
    """Each operation and part once, with all clients, statuses and fields; sorted."""
    found: dict[tuple[str, str], Occurrence] = {}
    for occurrence in occurrences:
        earlier = found.get(occurrence.key)
        found[occurrence.key] = occurrence if earlier is None else _both(earlier, occurrence)
    return tuple(found[key] for key in sorted(found))


def _both(one: Occurrence, other: Occurrence) -> Occurrence:
    return replace(
        one,
        clients=tuple(sorted({*one.clients, *other.clients}, reverse=True)),  # the sync client first
        statuses=tuple(sorted({*one.statuses, *other.statuses})),
        fields=tuple(sorted({*one.fields, *other.fields})),
        source=one.source or other.source,
    )
