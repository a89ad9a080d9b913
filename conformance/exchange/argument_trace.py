"""What became of a call's arguments on the wire, held against the operation's expectation."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal
from urllib.parse import unquote, urlsplit

from conformance.contract.model import Model, Operation, Parameter
from conformance.generate.call import Call
from conformance.generate.values import File, Value, to_json
from conformance.wire import STANDARD_HEADERS, Request

Outcome = Literal["arrived", "changed", "elsewhere", "lost", "null_expected", "null_unexpected"]
_ABSENT: Final = object()


@dataclass(frozen=True, slots=True)
class ArgumentOutcome:
    """The fate of one argument. `detail` says what was expected and what was found."""

    parameter: Parameter
    outcome: Outcome
    detail: str = ""


@dataclass(frozen=True, slots=True)
class ArgumentTrace:
    """The fate of every argument, and what was sent that nobody asked for, as (location, name, text)."""

    outcomes: tuple[ArgumentOutcome, ...]
    unrequested: tuple[tuple[str, str, str], ...]

    def of(self, *outcomes_wanted: Outcome) -> Iterator[ArgumentOutcome]:
        """The arguments that met one of these fates."""
        return (arrival for arrival in self.outcomes if arrival.outcome in outcomes_wanted)


def trace_arguments(operation: Operation, call: Call, request: Request, models: Mapping[str, Model]) -> ArgumentTrace:
    """Follow every argument of a call to the wire."""
    wire = _Wire(request, operation)
    arrivals = []
    for parameter in operation.parameters:
        if parameter.name in call.arguments:
            arrivals.append(_arrival(parameter, call.arguments[parameter.name], wire, models))
        elif parameter.sent_default is not None:
            wire.take(parameter.location, parameter.wire_name)
    return ArgumentTrace(tuple(arrivals), tuple(wire.unrequested()))


class _Wire:
    """A request taken apart; what is taken is accounted for."""

    def __init__(self, request: Request, operation: Operation) -> None:
        self.request, self.operation = request, operation
        self.query = _grouped(request.query)
        self.form: dict[str, list[Any]] = {}
        self.fields: dict[str, Any] = {}
        self.body: Any = _ABSENT
        self.taken: set[tuple[str, str]] = {(place, name) for place, name, _ in operation.constants}
        self._read_body()

    def _read_body(self) -> None:
        request = self.request
        if not request.content:
            return
        if request.content_type == "multipart/form-data":
            for part in request.parts:
                self.form.setdefault(part.name, []).append(part)
        elif request.content_type == "application/x-www-form-urlencoded":
            self.form = {name: list(values) for name, values in _grouped(request.form).items()}
        else:
            try:
                self.body = request.json
            except ValueError:
                self.body = request.content
            if isinstance(self.body, dict) and not any(p.location == "body" for p in self.operation.parameters):
                self.fields = self.body

    def take(self, location: str, name: str) -> Any:
        """What is at a place, or `_ABSENT`."""
        self.taken.add((location, name))
        match location:
            case "query":
                found = {key: values for key, values in self.query.items() if _base(key) == name}
                for key in found:
                    self.taken.add(("query", key))
                return found or _ABSENT
            case "field":
                return self.fields.get(name, _ABSENT)
            case "body":
                return self.body
            case "form" | "file":
                self.taken |= {("form", name), ("file", name)}
                return self.form.get(name, _ABSENT)
            case "header":
                value = self.request.header(name)
                return _ABSENT if value is None else value
        return _ABSENT

    def unrequested(self) -> Iterator[tuple[str, str, str]]:
        """What nothing accounted for."""
        for key, values in self.query.items():
            if ("query", key) not in self.taken and ("query", _base(key)) not in self.taken:
                yield "query", key, ", ".join(values)
        for name, value in self.fields.items():
            if ("field", name) not in self.taken:
                yield "field", name, json.dumps(value, ensure_ascii=False)
        for name in self.form:
            if ("form", name) not in self.taken and ("file", name) not in self.taken:
                yield "form", name, "..."
        whole = any(place == "body" for place, _ in self.taken)
        if self.body is not _ABSENT and not self.fields and self.body != {} and not whole:
            yield "body", "", repr(self.body)


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _base(key: str) -> str:
    return key.split("[", 1)[0]


def _arrival(parameter: Parameter, value: Value, wire: _Wire, models: Mapping[str, Model]) -> ArgumentOutcome:
    if parameter.location == "path":
        return ArgumentOutcome(parameter, "arrived")  # paths are judged as a whole
    found = wire.take(parameter.location, parameter.wire_name)
    if value is None and not parameter.required:
        return _none(parameter, found)
    expected = to_json(value, models)
    if found is _ABSENT:
        if _empty_in_query(parameter, expected):
            return ArgumentOutcome(parameter, "arrived")
        other = _elsewhere(expected, wire, parameter)
        if other:
            return ArgumentOutcome(parameter, "elsewhere", other)
        return ArgumentOutcome(parameter, "lost", f"given {_short(expected)}")
    if _same_at(parameter, value, expected, found):
        return ArgumentOutcome(parameter, "arrived")
    return ArgumentOutcome(parameter, "changed", f"given {_short(expected)}, sent {_short(found)}")


def _none(parameter: Parameter, found: Any) -> ArgumentOutcome:
    sent_null = found is None or (found is not _ABSENT and parameter.location == "body")
    if parameter.on_none == "null" and not sent_null:
        return ArgumentOutcome(parameter, "null_expected", "None was given and is not sent as null")
    if parameter.on_none == "omitted" and found is not _ABSENT:
        if parameter.sent_default is not None:  # None asks for the default
            return ArgumentOutcome(parameter, "arrived")
        return ArgumentOutcome(parameter, "null_unexpected", f"None was given and {_short(found)} is sent")
    return ArgumentOutcome(parameter, "arrived")


def _empty_in_query(parameter: Parameter, expected: Any) -> bool:
    """A value of empty lists and objects has no form in a query or a form: nothing is sent for it."""
    if parameter.location not in {"query", "form", "file"}:
        return False
    flat: dict[str, list[Any]] = {}
    _flatten("", expected, flat)
    return not flat


def _same_at(parameter: Parameter, value: Value, expected: Any, found: Any) -> bool:
    match parameter.location:
        case "field" | "body":
            return same(expected, found)
        case "query":
            if parameter.list_style == "comma" and isinstance(expected, list):
                return _same_joined(expected, found.get(parameter.wire_name, []))
            return _same_query(parameter.wire_name, expected, found)
        case "file" | "form":
            return _same_parts(value, expected, found)
        case "header":
            return _same_text(expected, found)
    return True


def _same_query(name: str, expected: Any, found: Mapping[str, list[str]]) -> bool:
    flat: dict[str, list[Any]] = {}
    _flatten(name, expected, flat)
    if flat.keys() != found.keys():
        return False
    return all(len(flat[key]) == len(found[key]) and all(map(_same_text, flat[key], found[key])) for key in flat)


def _same_joined(expected: list[Any], found: list[str]) -> bool:
    """A list as one text with commas; items with a comma of their own cannot be told apart there."""
    return len(found) == 1 and found[0] == ",".join(_plain_text(item) for item in expected)


def _plain_text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _flatten(key: str, value: Any, into: dict[str, list[Any]]) -> None:
    """Objects as `name[key]`, lists as repeated names: what Fern's and httpx's encoders document."""
    if isinstance(value, dict):
        for inner, item in value.items():
            _flatten(f"{key}[{inner}]", item, into)
    elif isinstance(value, list):
        for item in value:
            _flatten(key, item, into)
    else:
        into.setdefault(key, []).append(value)


def _same_text(expected: Any, found: str) -> bool:
    """A scalar and its text in a query, a header or a form."""
    if expected is None:
        return found in {"", "null"}
    if isinstance(expected, bool):
        return found.lower() == str(expected).lower()
    if isinstance(expected, int | float):
        try:
            return float(found) == expected if isinstance(expected, float) else int(found) == expected
        except ValueError:
            return False
    return found == expected or _same_instant(str(expected), found)


def _same_parts(value: Value, expected: Any, found: list[Any]) -> bool:
    if isinstance(value, File):
        part = found[0]
        named = getattr(part, "filename", None) == value.name and part.content_type == value.content_type
        return len(found) == 1 and named and part.content == value.content
    texts = [getattr(part, "content", part) for part in found]
    plain = [text.decode() if isinstance(text, bytes) else text for text in texts]
    values = expected if isinstance(expected, list) else [expected]
    return len(plain) == len(values) and all(map(_same_text, values, plain))


def _elsewhere(expected: Any, wire: _Wire, parameter: Parameter) -> str:
    """Where else on the wire the value is, if it is telling enough to be recognised."""
    if expected in ("", 0, 1, True, False, None) or expected in ([], {}):
        return ""
    for key, values in wire.query.items():
        if _same_query(key, expected, {key: values}):
            return f"sent as query `{key}`"
    for name, item in wire.fields.items():
        if same(expected, item) and name != parameter.wire_name:
            return f"sent as field `{name}`"
    for name, value in wire.request.headers:
        if name not in STANDARD_HEADERS and _same_text(expected, value):
            return f"sent as header `{name}`"
    return "sent as the whole body" if wire.body is not _ABSENT and same(expected, wire.body) else ""


def same(expected: Any, found: Any) -> bool:
    """Equal as JSON: numbers by value, booleans never numbers, texts that are instants by instant."""
    if isinstance(expected, bool) or isinstance(found, bool):
        return expected is found
    if isinstance(expected, dict):
        return (
            isinstance(found, dict)
            and expected.keys() == found.keys()
            and all(same(item, found[key]) for key, item in expected.items())
        )
    if isinstance(expected, list):
        return isinstance(found, list) and len(expected) == len(found) and all(map(same, expected, found))
    if isinstance(expected, str) and isinstance(found, str):
        return expected == found or _same_instant(expected, found)
    return (type(expected) is type(found) and bool(expected == found)) or _same_number(expected, found)


def _same_number(expected: Any, found: Any) -> bool:
    numbers = isinstance(expected, int | float) and isinstance(found, int | float)
    return numbers and expected == found


def _same_instant(expected: str, found: str) -> bool:
    """Two RFC 3339 texts of one instant."""
    if len(expected) < 20 or expected[10:11] != "T":
        return False
    return (instant := parse_instant(expected)) is not None and instant == parse_instant(found)


def parse_instant(text: str) -> dt.datetime | None:
    """An RFC 3339 date-time with an offset, None for anything else."""
    try:
        parsed = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return None
    return parsed if parsed.tzinfo is not None else None


def expected_path(operation: Operation, call: Call) -> list[str]:
    """The path's segments, decoded, as the call asks for them."""
    segments = urlsplit(operation.url).path.split("/")
    return [_filled(segment, call) for segment in segments]


def _filled(segment: str, call: Call) -> str:
    for name, value in call.arguments.items():
        if "{" + name + "}" in segment:
            segment = segment.replace("{" + name + "}", _path_text(value))
    return segment


def _path_text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return str(value) if isinstance(value, str | int | float | uuid.UUID | dt.date) else json.dumps(value)


def sent_path(request: Request) -> list[str]:
    """The path's segments as a server sees them, decoded one by one."""
    return [unquote(segment) for segment in request.path.split("/")]


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 200 else text[:197] + "..."
