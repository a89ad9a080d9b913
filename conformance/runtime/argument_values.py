"""Unusual values of arguments: dates in time zones, numbers at the edges, subclasses, files in every form.

The code that encodes arguments is shared, so each kind of value is tried once for each place that an argument can have.
"""

from __future__ import annotations

import datetime as dt
import enum
import math
import time
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from conformance.contract.model import NOT_CALLED, Operation, Parameter
from conformance.contract.types import Type
from conformance.exchange.json_equality import same_json
from conformance.runtime.file_values import file_values
from conformance.runtime.observation import SentRequest
from conformance.runtime.options import as_text
from conformance.runtime.python_values import PYTHON_VALUES
from conformance.runtime.situation import GivenValue

WINTER: Final = dt.datetime.fromisoformat("2026-01-15T12:30:45.123456")
SUMMER: Final = dt.datetime.fromisoformat("2026-07-15T12:30:45.123456")
REPEATED: Final = dt.datetime.fromisoformat("2026-10-25T02:30:00")  # this hour is there twice in Berlin
PLACES: Final = ("query", "field", "form", "header", "path")
_WANTED_ZONES: Final = ("UTC", "America/New_York", "Asia/Kolkata", "Europe/Berlin", "Asia/Kathmandu")
# Some systems have no data of time zones, or cannot change that of a process.
HAS_ZONES: Final = hasattr(time, "tzset") and {*_WANTED_ZONES} <= zoneinfo.available_timezones()
ZONES: Final = _WANTED_ZONES[:3] if HAS_ZONES else ("",)
INEXPRESSIBLE: Final = ("NaN", "infinity", "negative infinity", "a list with falsy items")
NOT_IN_PATH: Final = ("an empty text", "None")
LINES: Final = "a text with composed letters, lines and a tab"  # not for headers and paths, which have one line


class _Number(enum.IntEnum):
    ONE = 1


class _Member(str, enum.Enum):
    FIRST = "first-member"


class _Text(str):
    """A text of another class."""

    __slots__ = ()


Value = tuple[str, Callable[[], Any]]  # a label, and what makes the value


def given_values(operations: Mapping[str, Operation]) -> Iterator[tuple[str, str, list[GivenValue]]]:
    """The unusual values for each place of an argument and kind of type: that as text, an operation, and the values."""
    found: dict[tuple[str, str], tuple[int, str, Parameter]] = {}
    for path, operation in sorted(operations.items()):
        if not operation.method or operation.completion in NOT_CALLED or operation.extension:
            continue
        rank = sum(parameter.required for parameter in operation.accepted)
        for parameter in operation.accepted:
            for kind in _kinds(parameter):
                key = (parameter.location, kind)
                if key not in found or rank < found[key][0]:
                    found[key] = (rank, path, parameter)
    for (location, kind), (_, path, parameter) in sorted(found.items()):
        values = _VALUES_OF.get(kind, _values)(parameter, kind)
        yield f"{location} {kind}" if kind != location else kind, path, list(values)


def _kinds(parameter: Parameter) -> Iterator[str]:
    if parameter.location == "file":
        yield "file"
    elif parameter.location in PLACES:
        members = [member for member in parameter.type.members if member.kind != "list" or _has_text_items(member)]
        yield from sorted({member.kind for member in members} & _VALUES.keys())
        if parameter.location == "field" and any(_takes_any(member) for member in parameter.type.members):
            yield "any"


def _has_text_items(declared: Type) -> bool:
    """Whether the items of a list may be any texts."""
    return any(member.kind in {"any", "string", "unknown"} for member in declared.args[0].members)


def _takes_any(declared: Type) -> bool:
    """Whether a type is any JSON, or an object of it."""
    return declared.kind == "any" or (declared.kind == "map" and declared.args[1].kind == "any")


def _python_values(parameter: Parameter, kind: str) -> Iterator[GivenValue]:
    """An object of Python in an object, for an argument that takes any JSON."""
    del kind
    for label, (make, forms) in PYTHON_VALUES.items():
        wanted = [{"inner": form} for form in forms]

        def has_form(sent: SentRequest, wanted: list[Any] = wanted) -> bool:
            return any(same_json(form, _sent_value(sent, parameter)) for form in wanted)

        yield GivenValue(
            parameter=parameter.name,
            wire_name=parameter.wire_name,
            location=parameter.location,
            label=f"an object with {label}",
            make=lambda make=make: {"inner": make()},  # type: ignore[misc]
            arrives=has_form if forms else None,
            may_be_refused=True,
        )


def _values(parameter: Parameter, kind: str) -> Iterator[GivenValue]:
    of_path = (("None", _always(None)),) if parameter.location == "path" else ()  # how it is refused is pinned
    for label, make in (*_VALUES[kind], *of_path):
        if not HAS_ZONES and label.startswith(_NEEDS_ZONES):
            continue
        if label == LINES and parameter.location in {"header", "path"}:
            continue
        zones: Iterable[str] = ZONES if kind == "datetime" and make().tzinfo is None else ("",)
        for zone in zones:
            yield GivenValue(
                parameter=parameter.name,
                wire_name=parameter.wire_name,
                location=parameter.location,
                label=label,
                make=make,
                arrives=_arrives(parameter, kind, make, zone),
                zone=zone,
                may_be_refused=label in INEXPRESSIBLE or (parameter.location == "path" and label in NOT_IN_PATH),
            )


_NEEDS_ZONES: Final = ("a datetime of Berlin", "a datetime of Kathmandu")


def _always(value: Any) -> Callable[[], Any]:
    return lambda: value


def _zoned(moment: dt.datetime, zone: str, fold: int = 0) -> Callable[[], Any]:
    return lambda: moment.replace(tzinfo=zoneinfo.ZoneInfo(zone), fold=fold)


_VALUES: Final[Mapping[str, tuple[Value, ...]]] = {
    "datetime": (
        ("a naive datetime in winter", _always(WINTER)),
        ("a naive datetime in summer", _always(SUMMER)),
        ("a datetime of Berlin in winter", _zoned(WINTER, "Europe/Berlin")),
        ("a datetime of Berlin in summer", _zoned(SUMMER, "Europe/Berlin")),
        ("a datetime of Berlin in the repeated hour", _zoned(REPEATED, "Europe/Berlin", 1)),
        ("a datetime of UTC", _always(WINTER.replace(tzinfo=dt.timezone.utc))),
        ("a datetime of Kathmandu", _zoned(SUMMER, "Asia/Kathmandu")),
        ("a datetime before 1970", _always(dt.datetime(1931, 5, 6, 7, 8, 9, tzinfo=dt.timezone.utc))),
    ),
    "date": (("a date", _always(SUMMER.date())), ("the first date", _always(dt.date(1, 1, 1)))),
    "integer": (
        ("zero", _always(0)),
        ("a negative number", _always(-7)),
        ("2 to the power of 53, and one", _always(2**53 + 1)),
        ("2 to the power of 70", _always(2**70)),
        ("an IntEnum", _always(_Number.ONE)),
    ),
    "number": (
        ("zero", _always(0.0)),
        ("a long fraction", _always(0.1 + 0.2)),
        ("a tiny number", _always(5e-324)),
        ("a huge number", _always(1.7976931348623157e308)),
        ("NaN", _always(math.nan)),
        ("infinity", _always(math.inf)),
        ("negative infinity", _always(-math.inf)),
    ),
    "boolean": (("False", _always(False)), ("True", _always(True))),
    "string": (
        ("an empty text", _always("")),
        ("a text with spaces around it", _always(" spaced ")),
        ("a text in capitals", _always("CaPiTaLs é")),
        (LINES, _always("e\u0301 \u00e9 \U0001f642\r\none\ttwo")),
        ("a member of an enumeration", _always(_Member.FIRST)),
        ("a text of a subclass", _always(_Text("plain"))),
        ("the text None", _always("None")),
    ),
    "list": (
        ("an empty list", list),
        ("a list of one", lambda: ["only"]),
        ("a list of many", lambda: ["one", "two, three", "four"]),
        ("a list with falsy items", lambda: [0, False, ""]),
        ("a tuple", lambda: ("one", "two")),
    ),
    "map": (("an empty object", dict), ("nested falsy values", lambda: {"a": {"b": [0, False, "", None]}})),
}


def _arrives(
    parameter: Parameter, kind: str, make: Callable[[], Any], zone: str
) -> Callable[[SentRequest], bool] | None:
    """Whether the request has the value, None where opinions differ or the place cannot express it."""
    value = make()
    if parameter.location == "header" and kind not in {"integer", "boolean"}:
        return None
    if kind in {"list", "map"} and (parameter.location != "field" or isinstance(value, tuple)):
        return None if parameter.location != "query" or not _is_plain(value) else _list_in_query(parameter, value)
    if parameter.location == "path":  # escaping is judged for every operation
        return None

    def has_value(sent: SentRequest) -> bool:
        found = _sent_value(sent, parameter)
        if kind == "datetime":
            return isinstance(found, str) and _is_same_moment(found, value, zone)
        if parameter.location == "field":
            return _is_same_json(found, value)
        return _is_same_text(found, value)

    return has_value


def _is_plain(value: Any) -> bool:
    return bool(value) and all(isinstance(item, str) for item in value)


def _list_in_query(parameter: Parameter, value: Iterable[str]) -> Callable[[SentRequest], bool]:
    wanted = list(value)

    def has_items(sent: SentRequest) -> bool:
        texts = [text for name, text in sent.request.query if name.split("[")[0] == parameter.wire_name]
        return texts in (wanted, [",".join(wanted)])

    return has_items


def _is_same_json(found: Any, value: Any) -> bool:
    if isinstance(value, dt.date):
        return bool(found == value.isoformat())
    wanted = value.value if isinstance(value, enum.Enum) else str.__str__(value) if isinstance(value, str) else value
    return type(found) is type(wanted) and bool(found == wanted)


def _is_same_text(found: Any, value: Any) -> bool:
    if isinstance(value, enum.Enum):
        value = value.value
    if isinstance(value, float):
        try:
            return float(found) == value or (math.isnan(value) and math.isnan(float(found)))
        except (TypeError, ValueError):
            return False
    wanted = value.isoformat() if isinstance(value, dt.date) else None
    if wanted is None:
        wanted = str.__str__(value) if isinstance(value, str) else as_text(value)
    return bool(found == wanted) or (isinstance(value, bool) and str(found).lower() == wanted)


def _is_same_moment(text: str, value: dt.datetime, zone: str) -> bool:
    """A text without an offset may stand for a naive value; one with an offset has to be the moment.

    Whether a naive value is local time or UTC is a matter of opinion.
    """
    try:
        moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    except ValueError:
        return False
    if value.tzinfo is not None:  # moments of two zones are never equal in an hour that is there twice
        return moment.tzinfo is not None and moment.astimezone(dt.timezone.utc) == value.astimezone(dt.timezone.utc)
    if moment.tzinfo is None:
        return moment == value
    local = zoneinfo.ZoneInfo(zone) if zone else dt.timezone.utc
    return moment in (value.replace(tzinfo=local), value.replace(tzinfo=dt.timezone.utc))


_VALUES_OF: Final[Mapping[str, Callable[[Parameter, str], Iterator[GivenValue]]]] = {
    "file": lambda parameter, _: file_values(parameter),
    "any": _python_values,
}
_MISSING: Final = object()


def text_at(sent: SentRequest, given: GivenValue) -> str:
    """The value at the place of an argument, for a message."""
    if given.location == "file":
        parts = [part for part in sent.request.parts if part.name == given.wire_name]
        return ", ".join(f"{part.filename!r} {part.content_type} {part.content!r}" for part in parts) or "no such part"
    found = sent.request.url if given.location == "path" else _sent_value(sent, given)
    return "nothing" if found is _MISSING else repr(found)


def _sent_value(sent: SentRequest, place: Parameter | GivenValue) -> Any:
    """The value at the place of an argument: JSON in a body, otherwise a text."""
    request, name = sent.request, place.wire_name
    match place.location:
        case "query":
            return dict(request.query).get(name, _MISSING)
        case "header":
            return request.header(name.lower())
        case "form":
            form = request.form if request.content_type == "application/x-www-form-urlencoded" else ()
            parts = {part.name: part.content.decode(errors="replace") for part in request.parts}
            return {**parts, **dict(form)}.get(name, _MISSING)
        case "field":
            body = request.json if request.content else {}
            return body.get(name, _MISSING) if isinstance(body, dict) else _MISSING
    return _MISSING
