"""Fixed values for every type: the simplest, a full one, and edge values.

Most findings come from these: a wrong wire name or a lost field shows in the first full call, and that call is
readable.
"""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.contract.limits import fit, fitting
from conformance.contract.model import Model
from conformance.contract.types import Type
from conformance.generate.values import File, FileForm, Record, Value, fixed_fields, scalar_to_json

UNKNOWN_MEMBER: Final = "conformance-unknown-member"
UNKNOWN_FIELD: Final = "conformance_unknown_field"
INSTANT: Final = dt.datetime(2025, 3, 4, 5, 6, 7, 891000, tzinfo=dt.timezone.utc)
MAX_DEPTH: Final = 4  # models nested deeper have only their required fields


class Samples:
    """Sample values of the types of one contract."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models

    def simplest(self, declared: Type) -> Value:
        """The smallest value: null if allowed, only required fields, empty lists, the first enum member."""
        members = declared.members
        kinds = [member.kind for member in members]
        if "null" in kinds:
            return None
        first = next((member for member in members if member.kind == "literal"), members[0])
        match first.kind:
            case "literal":
                return first.values[0]
            case "list":
                least = int(dict(first.limits).get("min_length", 0))
                return [self.simplest(first.args[0]) for _ in range(least)]
            case "map":
                return {}
            case "model":
                fields = self.models[first.name].fields
                return Record(first.name, {f.name: self.simplest(f.type) for f in fields if f.required})
        return fit(first, _PLAIN[first.kind])

    def fullest(self, declared: Type, name: str = "value", start: int = 1) -> Value:
        """All fields, two items in each list, distinctive values: texts contain `name`, numbers count from `start`."""
        return self._full(declared, name, itertools.count(start), 0, ())

    def variants(self, declared: Type) -> Iterator[Value]:
        """One full value for each member of a union."""
        for member in declared.without_null().members:
            if member.kind != "any" or len(declared.members) == 1:
                yield self.fullest(member)

    def _full(self, declared: Type, name: str, counter: Iterator[int], depth: int, parents: tuple[str, ...]) -> Value:
        members = declared.without_null().members
        member = next((m for m in members if m.kind == "literal"), members[0])
        match member.kind:
            case "literal":
                return member.values[-1]
            case "list":
                items = (self._full(member.args[0], name, counter, depth + 1, parents) for _ in range(2))
                return fit(member, list(items) if depth < MAX_DEPTH else self.simplest(member))
            case "map":
                return {f"{name}-key": self._full(member.args[1], name, counter, depth + 1, parents)}
            case "model":
                return self._full_model(member.name, counter, depth, parents)
        return fit(member, _distinctive(member.kind, name, next(counter)))

    def _full_model(self, model: str, counter: Iterator[int], depth: int, parents: tuple[str, ...]) -> Record:
        is_deep = depth >= MAX_DEPTH or model in parents
        return Record(
            model,
            {
                field.name: self._full(field.type, field.wire_name, counter, depth + 1, (*parents, model))
                if not is_deep
                else self.simplest(field.type)
                for field in self.models[model].fields
                if field.required or not is_deep
            },
        )


_PLAIN: Final[Mapping[str, Value]] = {
    "any": {},
    "string": "a",
    "integer": 1,
    "number": 0.5,
    "boolean": False,
    "datetime": INSTANT.replace(microsecond=0),
    "date": INSTANT.date(),
    "time": INSTANT.time().replace(microsecond=0),
    "uuid": uuid.UUID(int=1),
    "bytes": b"a",
    "file": File("a.txt", b"a", "text/plain"),
    "unknown": "a",
}


_FORMS: Final[tuple[FileForm, ...]] = ("named", "bytes", "open")


def _distinctive(kind: str, name: str, number: int) -> Value:
    """A value of a scalar type that no other field of the same sample has."""
    match kind:
        case "any" | "unknown":
            return {f"{name}-any": [number, None, "ü"]}
        case "string":
            return f"{name} {number} é"
        case "integer":
            return 1000 + number
        case "number":
            return number + 0.25
        case "boolean":
            return True
        case "datetime":
            return INSTANT + dt.timedelta(seconds=number)
        case "date":
            return INSTANT.date() + dt.timedelta(days=number)
        case "uuid":
            return uuid.UUID(int=number)
        case "file":
            return File(
                f"{name}-{number}.bin", f"{name} {number}".encode() + b"\x00\xff\r\n--", "application/x-conformance"
            )
    return _PLAIN[kind]


def edges(declared: Type) -> Iterator[Value]:
    """Valid edge values of a type, simplest first."""
    for member in declared.members:
        yield from fitting(member, _edges(member)) if member.limits else _edges(member)
    if declared.open_enum:
        yield UNKNOWN_MEMBER


def _edges(member: Type) -> Iterator[Value]:
    """Edge values of a type that is no union, without its limits."""
    match member.kind:
        case "string":
            yield from (
                "",
                "  spaced  ",
                "q\"u\\o'te",
                "line\nfeed",
                "ünïcødé 漢字 🦊",
                "null",
                "0",
                "&=+%20#?/",
                "x" * 300,
            )
        case "integer":
            yield from (0, -1, 2**31, 2**53 + 1)
        case "number":
            yield from (0.0, -1.5, 1e-9, 123456789.125, 7)
        case "boolean":
            yield from (False, True)
        case "datetime":
            yield INSTANT.astimezone(dt.timezone(dt.timedelta(hours=5, minutes=30)))
            yield dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)
        case "date":
            yield from (dt.date(1, 1, 1), dt.date(2024, 2, 29))
        case "literal":
            yield from member.values
        case "list":
            yield []
        case "map":
            yield from ({}, {"": ""}, {"ключ": "значение"})
        case "any":
            yield from ({}, [], "", 0, False, {"nested": [{"deep": None}]})
        case "file":
            yield from (File("empty.bin", b"", "text/plain"), File('qu"ote ü.txt', b"\x00\x01", "text/csv"))
            yield from (File(f"{form}.txt", form.encode() + b"\r\n\xff", "text/plain", form) for form in _FORMS)


def fits_header(value: Value) -> bool:
    """Whether an HTTP header can carry a value: printable ASCII without spaces at the ends (RFC 9110, section 5.5)."""
    return not isinstance(value, str) or (value.isascii() and value.isprintable() and value == value.strip())


HOSTILE_PATH_VALUES: Final[Mapping[str, str]] = {  # each with what it contains: they go wrong independently
    "a/b": "a separator", "a?b=c": "a query", "a#b": "a fragment", "50%": "a percent sign", "a%2Fb": "an escape",
    "..": "a dot segment", ".": "a dot segment", "a b": "a space", "ü漢": "letters", "a;b": "other characters",
    "a+b&c=d": "other characters", "": "no text",
}  # fmt: skip


def payload(value: Value, models: Mapping[str, Model]) -> Any:
    """A sample as a server sends it: JSON under wire names, with the fields that the sample sets or that are fixed."""
    match value:
        case Record():
            names = {field.name: field.wire_name for field in models[value.model].fields}
            given = {names.get(name, name): payload(item, models) for name, item in value.fields.items()}
            return {**fixed_fields(value, models), **given}
        case dict():
            return {key: payload(item, models) for key, item in value.items()}
        case list():
            return [payload(item, models) for item in value]
    return scalar_to_json(value)
