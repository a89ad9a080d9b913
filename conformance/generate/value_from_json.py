"""From JSON to a value of a declared type: the inverse of sending and storing."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from conformance.contract.model import Model
from conformance.contract.types import Type
from conformance.generate.values import Record, Value


def value_from_json(value: Any, declared: Type, models: Mapping[str, Model], *, undeclared: bool = False) -> Value:
    """The value with this JSON. Of alternatives that allow it, the first one counts, as SDKs read a union.

    Models take `undeclared` fields along, or leave them out. Raises ValueError if the type does not allow the JSON.
    """
    for member in sorted(declared.members, key=lambda member: member.kind in {"any", "unknown"}):
        try:
            return _member(value, member, models, undeclared=undeclared)
        except (ValueError, OverflowError):  # a union tries its members in turn
            continue
    raise ValueError(f"{declared} does not allow {value!r}")


def _member(value: Any, member: Type, models: Mapping[str, Model], *, undeclared: bool) -> Value:
    match member.kind, value:
        case ("any" | "unknown", _) | ("null", None) | ("boolean", bool()) | ("string", str()):
            return value
        case ("integer", int()) | ("number", int() | float()) if not isinstance(value, bool):
            return value
        case "literal", _ if any(type(listed) is type(value) and listed == value for listed in member.values):
            return value
        case "list", list():
            return [value_from_json(item, member.args[0], models, undeclared=undeclared) for item in value]
        case "map", dict():
            inner = member.args[1]
            return {key: value_from_json(item, inner, models, undeclared=undeclared) for key, item in value.items()}
        case "model", dict():
            return _record(value, models[member.name], models, undeclared=undeclared)
        case ("datetime" | "date" | "time" | "uuid" | "bytes") as kind, str():
            return _TEXTS[kind](value)
    raise ValueError(f"{member} does not allow {value!r}")


def _record(value: dict[str, Any], model: Model, models: Mapping[str, Model], *, undeclared: bool) -> Record:
    if any(field.required and field.wire_name not in value for field in model.fields):
        raise ValueError(f"{model.name} has more required fields")
    fields = {
        field.name: value_from_json(value[field.wire_name], field.type, models, undeclared=undeclared)
        for field in model.fields
        if field.wire_name in value
    }
    known = {field.wire_name for field in model.fields}
    kept = (
        {name: item for name, item in value.items() if name not in known} if undeclared and model.keeps_unknown else {}
    )
    return Record(model.name, fields | kept)


def _instant(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError(f"{text} has no offset")
    return moment


_TEXTS: Final[Mapping[str, Any]] = {
    "datetime": _instant,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
    "uuid": uuid.UUID,
    "bytes": base64.b64decode,
}
