"""Comparison of the value that the SDK returned with the declared type and with the payload, field by field.

Generated SDKs do not validate responses, so the comparison is as strict as the annotations. Each type is compiled into
a function once.
"""

from __future__ import annotations

import datetime as dt
import enum
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from conformance.contract.model import Field, Model
from conformance.contract.types import Type
from conformance.exchange.json_equality import parse_instant, same_json

Kind = Literal["type", "lost", "changed", "class", "unknown_lost"]
Path = tuple[str, ...]
_MISSING: Final = object()
_KINDS: Final = {"[": "[]", "{": "{}"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where a value differs from the declared type or from what was sent.

    `path` holds field names, list items as `[0]` and map items as `{key}`. `model` is the innermost model that it is
    in, and `field` the field of that model; "" where it is in none.
    """

    kind: Kind
    path: Path
    text: str
    model: str = ""
    field: str = ""

    @property
    def location(self) -> str:
        """The path as text without list positions and map keys, so that it does not depend on the data."""
        return ".".join(_KINDS.get(step[:1], step) for step in self.path)


Walk = Callable[[Any, Any, Path, list[Difference]], None]


def note_model(found: list[Difference], start: int, path: Path, model: str) -> None:
    """Note the model at `path` in all differences from number `start` on that are inside of it and of no other."""
    for number in range(start, len(found)):
        difference = found[number]
        if not difference.model and len(difference.path) > len(path):
            found[number] = replace(difference, model=model, field=difference.path[len(path)])


class ValueComparer:
    """Compares values with payloads, for the types of one contract."""

    def __init__(self, models: Mapping[str, Model]) -> None:
        self.models = models
        self._walks: dict[Type, Walk] = {}

    def compare(self, declared: Type, value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        """Append to `found` every difference between a value and the payload that it was made from."""
        self._walk(declared)(value, payload, path, found)

    def _walk(self, declared: Type) -> Walk:
        walk = self._walks.get(declared)
        if walk is None:
            # a model may contain itself: until it is compiled, its walk is looked up at the call
            self._walks[declared] = lambda *args: self._walks[declared](*args)  # noqa: PLW0108  # bound at the call
            walk = self._walks[declared] = self._build(declared)
        return walk

    def _build(self, declared: Type) -> Walk:
        match declared.kind:
            case "any" | "unknown":
                return _same_json
            case "null":
                return _null
            case "literal":
                return _literal(declared.values, str(declared))
            case "list":
                return _list(self._walk(declared.args[0]))
            case "map":
                return _map(self._walk(declared.args[1]))
            case "union":
                return self._union(declared)
            case "model":
                return self._model(self.models[declared.name])
        return _SCALARS[declared.kind]

    def _union(self, declared: Type) -> Walk:
        if any(member.kind == "any" for member in declared.members):
            models = [self._walk(member) for member in declared.members if member.kind == "model"]
            return _anything(models) if models else _same_json
        nullable = declared.nullable
        walks = [self._walk(member) for member in declared.members if member.kind != "null"]
        if len(walks) == 1:
            return _optional(walks[0], nullable=nullable)
        return _one_of(walks, str(declared), nullable=nullable)

    def _model(self, model: Model) -> Walk:
        by_wire = {field.wire_name: (field, self._walk(field.type)) for field in model.fields}
        absent = [field for field in model.fields if not field.required]
        return _model_walk(model, by_wire, absent)


def _null(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
    if value is not None:
        found.append(Difference("type", path, f"declared null, got {_describe(value)} for {payload!r}"))


def _same_json(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
    if not same_json(payload, value):
        found.append(Difference("changed", path, f"sent {_short(payload)}, got {_short(value)}"))


def _anything(models: list[Walk]) -> Walk:
    """Accept what was sent, and a model that was made of it."""

    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        differences: list[Difference] = []
        _same_json(value, payload, path, differences)
        for inner in models if differences else ():
            of_model: list[Difference] = []
            inner(value, payload, path, of_model)
            if not of_model:
                return
        found.extend(differences)

    return walk


def _literal(values: Iterable[Any], text: str) -> Walk:
    members = {(isinstance(member, bool), member) for member in values}  # True is equal to 1, and another JSON value

    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        value = value.value if isinstance(value, enum.Enum) else value
        if value != payload or isinstance(value, bool) != isinstance(payload, bool):
            found.append(Difference("changed", path, f"sent {_short(payload)}, got {_short(value)}"))
        elif (isinstance(value, bool), value) not in members:
            found.append(Difference("type", path, f"declared {text}, got {_short(value)}"))

    return walk


def _list(item: Walk) -> Walk:
    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        if not isinstance(value, list):
            found.append(Difference("type", path, f"declared a list, got {_describe(value)}"))
        elif not isinstance(payload, list) or len(value) != len(payload):
            found.append(Difference("changed", path, f"sent {_short(payload)}, got {len(value)} items"))
        else:
            for number, (element, source) in enumerate(zip(value, payload, strict=True)):
                item(element, source, (*path, f"[{number}]"), found)

    return walk


def _map(item: Walk) -> Walk:
    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        if not isinstance(value, dict):
            found.append(Difference("type", path, f"declared a map, got {_describe(value)}"))
        elif value.keys() != payload.keys():
            found.append(Difference("lost", path, f"sent keys {sorted(payload)}, got {sorted(value)}"))
        else:
            for key, element in value.items():
                item(element, payload[key], (*path, "{" + key + "}"), found)

    return walk


def _optional(inner: Walk, *, nullable: bool) -> Walk:
    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        if payload is None and nullable:
            if value is not None:
                found.append(Difference("changed", path, f"sent null, got {_short(value)}"))
        else:
            inner(value, payload, path, found)

    return walk


def _one_of(walks: list[Walk], text: str, *, nullable: bool) -> Walk:
    """Accept a value that fits a member; otherwise report the differences to the closest member."""

    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        if payload is None and nullable:
            if value is not None:
                found.append(Difference("changed", path, f"sent null, got {_short(value)}"))
            return
        failed: list[list[Difference]] = []
        for inner in walks:
            differences: list[Difference] = []
            inner(value, payload, path, differences)
            if not differences:
                return
            failed.append(differences)
        for difference in min(failed, key=lambda differences: _distance(differences, path)):
            found.append(replace(difference, text=f"{difference.text} (declared {text})"))

    return walk


def _distance(differences: list[Difference], path: Path) -> tuple[bool, int]:
    """How far a value is from a member; one of another class is never the closest, however few its differences."""
    is_other_class = any(difference.kind == "class" and difference.path == path for difference in differences)
    return is_other_class, len(differences)


def _model_walk(model: Model, by_wire: Mapping[str, tuple[Field, Walk]], absent: list[Field]) -> Walk:
    names = {model.class_name}

    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        if not any(cls.__name__ in names for cls in type(value).__mro__):
            found.append(Difference("class", path, f"declared {model.class_name}, got {_describe(value)}"))
            return
        if not isinstance(payload, dict):
            found.append(Difference("changed", path, f"sent {_short(payload)}, got {_describe(value)}"))
            return
        start = len(found)
        own = value.__dict__
        extra = getattr(value, "__pydantic_extra__", None) or {}
        for key, item in payload.items():
            known = by_wire.get(key)
            if known is not None:
                field, inner = known
                got = own.get(field.name, _MISSING)
                if got is _MISSING or (got is None and item is not None):
                    found.append(Difference("lost", (*path, key), f"sent {_short(item)}, the model has no value"))
                else:
                    inner(got, item, (*path, key), found)
            elif model.keeps_unknown and not same_json(item, extra.get(key, own.get(key, _MISSING))):
                found.append(Difference("unknown_lost", (*path, key), f"sent {_short(item)}, not kept"))
        for field in absent:
            if field.wire_name not in payload and _without_marker(own.get(field.name)) != field.default:
                text = f"nothing was sent, got {_short(own.get(field.name))}, default {field.default!r}"
                found.append(Difference("changed", (*path, field.wire_name), text))
        note_model(found, start, path, model.name)

    return walk


def is_marker(value: Any) -> bool:
    """Whether a value is the marker of an SDK for one that is not there: an object that is false, and no JSON."""
    return value is not None and not isinstance(value, bool | int | float | str | list | dict) and not value


def _without_marker(value: Any) -> Any:
    return None if is_marker(value) else value


def _scalar(kind: str, fits: Callable[[Any, Any], bool], classes: tuple[type, ...]) -> Walk:
    def walk(value: Any, payload: Any, path: Path, found: list[Difference]) -> None:
        if not isinstance(value, classes) or (isinstance(value, bool) and bool not in classes):
            found.append(Difference("type", path, f"declared {kind}, got {_describe(value)} for {_short(payload)}"))
        elif not fits(value, payload):
            found.append(Difference("changed", path, f"sent {_short(payload)}, got {_short(value)}"))

    return walk


def _equal(value: Any, payload: Any) -> bool:
    return bool(value == payload) and isinstance(value, bool) == isinstance(payload, bool)


def _same_moment(value: Any, payload: Any) -> bool:
    sent = parse_instant(payload) if isinstance(payload, str) else None
    return sent is not None and value.tzinfo is not None and value == sent


_SCALARS: Final[Mapping[str, Walk]] = {
    "string": _scalar("string", _equal, (str,)),
    "integer": _scalar("integer", _equal, (int,)),
    "number": _scalar("number", _equal, (int, float)),
    "boolean": _scalar("boolean", _equal, (bool,)),
    "datetime": _scalar("date-time", _same_moment, (dt.datetime,)),
    "date": _scalar("date", lambda value, payload: value.isoformat() == payload, (dt.date,)),
    "time": _scalar("time", lambda value, payload: value.isoformat() == payload, (dt.time,)),
    "uuid": _scalar("UUID", lambda value, payload: str(value) == payload, (uuid.UUID,)),
    "bytes": _same_json,
    "file": _same_json,
}


def _describe(value: Any) -> str:
    return "nothing" if value is None else f"{type(value).__name__} {_short(value)}"


def _short(value: Any) -> str:
    text = "nothing" if value is _MISSING else repr(value)
    return text if len(text) <= 160 else text[:157] + "..."
