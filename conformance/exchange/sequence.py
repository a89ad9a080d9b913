"""A sequence of calls on one resource type. Only sequences show whether a server keeps what was written."""

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
    """One call of a sequence.

    `written` are the fields that it sent, by wire name. `identity` is that of its resource, as text, "" for a list.
    """

    operation: Operation
    kind: StepKind
    exchange: Exchange
    written: Mapping[str, Any] = field(default_factory=dict)
    identity: str = ""

    @property
    def succeeded(self) -> bool:
        """The final response was successful."""
        return self.exchange.final is not None and self.exchange.final.succeeded

    @property
    def fields(self) -> Mapping[str, Any]:
        """The fields of the response, {} if it is not an object."""
        final = self.exchange.final
        return final.payload if final is not None and isinstance(final.payload, dict) else {}

    @cached_property
    def identities(self) -> frozenset[str]:
        """The ids of the items of a list, on all its pages."""
        items = [item for _, page in pages(self.exchange) for item in page]
        return frozenset(str(item["id"]) for item in items if isinstance(item, dict) and "id" in item)


@dataclass(frozen=True, kw_only=True)
class Sequence:
    """Calls on one resource type, in order. `resource` is its name, such as `projects`."""

    resource: str
    steps: tuple[Step, ...]

    def next_read(self, number: int, identity: str) -> Step | None:
        """The first successful read after a step, None if something was written in between."""
        return _first_read(self.steps[number + 1 :], identity)

    def last_read(self, number: int, identity: str) -> Step | None:
        """The last successful read before a step, None if something was written in between."""
        return _first_read(self.steps[:number][::-1], identity)

    def first_reads(self, kind: StepKind) -> Iterator[tuple[Step, Step]]:
        """Each successful step of a kind with the first read after it, if nothing was written in between."""
        for number, step in enumerate(self.steps):
            if step.kind == kind and step.succeeded:
                read = self.next_read(number, step.identity)
                if read is not None:
                    yield step, read

    def unstored_values(self, kind: StepKind) -> Iterator[tuple[Step, Step, str]]:
        """Fields whose written value differs from the first value read afterwards: both steps, and the field's name."""
        for write, read in self.first_reads(kind):
            for name, value in write.written.items():
                if name in read.fields and not concerns_secret(name) and not is_reflected(value, read.fields[name]):
                    yield write, read, name

    def is_deleted(self, identity: str, number: int) -> bool:
        """A resource was deleted before a step, or its deletion was tried."""
        return any(step.kind == "delete" and step.identity == identity for step in self.steps[:number])

    @cached_property
    def server_managed_fields(self) -> frozenset[str] | None:
        """Fields that changed between two reads without a write; None if no resource was read twice."""
        pairs = list(self._repeated_reads())
        if not pairs:
            return None
        return frozenset(
            name
            for one, other in pairs
            for name in one.fields.keys() & other.fields.keys()
            if not same_json(one.fields[name], other.fields[name])
        )

    def _repeated_reads(self) -> Iterator[tuple[Step, Step]]:
        """Two reads by the same operation without a write in between."""
        for number, step in enumerate(self.steps):
            if step.kind == "read" and step.succeeded:
                other = self.next_read(number, step.identity)
                if other is not None and other.operation.path == step.operation.path:
                    yield step, other


def _first_read(steps: tuple[Step, ...], identity: str) -> Step | None:
    for step in steps:
        if step.identity == identity and step.kind in _WRITES:
            return None
        if step.identity == identity and step.kind == "read":
            return step if step.succeeded else None
    return None


def is_later(was: Any, now: Any) -> bool:
    """Both are instants, the second one not earlier: servers update such fields themselves."""
    then, later = (parse_instant(value) if isinstance(value, str) else None for value in (was, now))
    return then is not None and later is not None and then <= later
