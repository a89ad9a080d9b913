"""Sequence: the life of one resource on a server, as the calls that were made of it. What only sequences can show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final, Literal

from conformance.contract.model import Operation
from conformance.exchange.json_equality import parse_instant, same_json
from conformance.exchange.model import Exchange
from conformance.exchange.response_match import is_reflected, pages
from conformance.redaction.patterns import concerns_secret

StepKind = Literal["create", "read", "list", "update", "delete"]
_WRITES: Final = frozenset({"create", "update", "delete"})


@dataclass(frozen=True, kw_only=True)
class Step:
    """One call of a sequence on one resource.

    `written` are the fields as they were sent, by wire name; `identity` is the resource's, as text, "" for a list.
    """

    operation: Operation
    kind: StepKind
    exchange: Exchange
    written: Mapping[str, Any] = field(default_factory=dict)
    identity: str = ""

    @property
    def succeeded(self) -> bool:
        """The server did what it was asked for."""
        return self.exchange.final is not None and self.exchange.final.succeeded

    @property
    def fields(self) -> Mapping[str, Any]:
        """The answer's fields, {} where it is no object."""
        final = self.exchange.final
        return final.payload if final is not None and isinstance(final.payload, dict) else {}

    @cached_property
    def identities(self) -> frozenset[str]:
        """The ids of the items of a list, on all its pages."""
        items = [item for _, page in pages(self.exchange) for item in page]
        return frozenset(str(item["id"]) for item in items if isinstance(item, dict) and "id" in item)


@dataclass(frozen=True, kw_only=True)
class Sequence:
    """The calls of one resource's life, in the order made. `resource` names it, like `projects`."""

    resource: str
    steps: tuple[Step, ...]

    def next_read(self, number: int, identity: str) -> Step | None:
        """The first successful reading after a step, None where something was written before it."""
        return _read(self.steps[number + 1 :], identity)

    def last_read(self, number: int, identity: str) -> Step | None:
        """The last successful reading before a step, None where something was written after it."""
        return _read(self.steps[:number][::-1], identity)

    def first_reads(self, kind: StepKind) -> Iterator[tuple[Step, Step]]:
        """Each successful step of a kind with the first reading of what it wrote, nothing else written between."""
        for number, step in enumerate(self.steps):
            if step.kind == kind and step.succeeded:
                read = self.next_read(number, step.identity)
                if read is not None:
                    yield step, read

    def not_kept(self, kind: StepKind) -> Iterator[tuple[Step, Step, str]]:
        """What steps of a kind wrote and the first reading after them shows otherwise: both steps and the field."""
        for write, read in self.first_reads(kind):
            for name, value in write.written.items():
                if name in read.fields and not concerns_secret(name) and not is_reflected(value, read.fields[name]):
                    yield write, read, name

    def is_deleted(self, identity: str, number: int) -> bool:
        """A resource was deleted before a step, or somebody tried to."""
        return any(step.kind == "delete" and step.identity == identity for step in self.steps[:number])

    @cached_property
    def kept_by_the_server(self) -> frozenset[str] | None:
        """Fields that changed from one reading to the next although nobody wrote; None where nothing was read twice."""
        pairs = list(self._read_twice())
        if not pairs:
            return None
        return frozenset(
            name
            for one, other in pairs
            for name in one.fields.keys() & other.fields.keys()
            if not same_json(one.fields[name], other.fields[name])
        )

    def _read_twice(self) -> Iterator[tuple[Step, Step]]:
        """A reading and the next one by the same operation, nothing written between."""
        for number, step in enumerate(self.steps):
            if step.kind == "read" and step.succeeded:
                other = self.next_read(number, step.identity)
                if other is not None and other.operation.path == step.operation.path:
                    yield step, other


def _read(steps: tuple[Step, ...], identity: str) -> Step | None:
    for step in steps:
        if step.identity == identity and step.kind in _WRITES:
            return None
        if step.identity == identity and step.kind == "read":
            return step if step.succeeded else None
    return None


def is_later(was: Any, now: Any) -> bool:
    """Both are instants, and time went on: a server keeps such fields itself."""
    then, later = (parse_instant(each) if isinstance(each, str) else None for each in (was, now))
    return then is not None and later is not None and then <= later
