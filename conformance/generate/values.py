"""Values that stand for arguments, independent of any SDK's classes, and their forms in Python and on the wire.

A value is plain JSON, or one of: datetime, date, time, UUID, bytes, `Record` (a model), `File`. The same value is
passed to the SDK as a model instance or as a plain dict, expected on the wire as JSON, and written into reproducers.
"""

from __future__ import annotations

import base64
import datetime as dt
import io
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, Literal

from conformance.contract.model import Model
from conformance.contract.types import Type

Value = Any
FileForm = Literal["typed", "named", "bytes", "open"]
_MARK: Final = "$"  # starts the only key of a marked value in its stored form


@dataclass(frozen=True, slots=True)
class Record:
    """The value of a model: the fields that are set, by Python name."""

    model: str
    fields: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class File:
    """A file argument, given as (name, content, type), as (name, content), as bytes or as an open file."""

    name: str
    content: bytes
    content_type: str
    form: FileForm = "typed"

    def as_argument(self) -> Any:
        """The argument as a caller passes it. An open file is a new one each time: reading it changes it."""
        match self.form:
            case "named":
                return (self.name, self.content)
            case "bytes":
                return self.content
            case "open":
                return io.BytesIO(self.content)
        return (self.name, self.content, self.content_type)


@dataclass(frozen=True, slots=True)
class EnumMember:
    """The member of an enum's class, where a caller passes it: elsewhere its plain value stands for it."""

    type: str
    value: str | int


def with_members(declared: Type, value: Value) -> Value:
    """The value as a caller passes it: with members for the values of enums. Models convert their fields themselves."""
    for member in declared.members:
        if member.kind == "literal" and member.name and isinstance(value, str | int) and value in member.values:
            return EnumMember(member.name, value)
        if member.kind == "list" and isinstance(value, list):
            return [with_members(member.args[0], item) for item in value]
        if member.kind == "map" and isinstance(value, dict):
            return {key: with_members(member.args[1], item) for key, item in value.items()}
    return value


def to_python(value: Value, construct: Callable[[str, Mapping[str, Any]], Any]) -> Any:
    """The value as a caller passes it, with models as instances made by `construct(model name, fields)`."""
    match value:
        case Record():
            return construct(value.model, {name: to_python(item, construct) for name, item in value.fields.items()})
        case EnumMember():
            return construct(value.type, {"value": value.value})
        case File():
            return value.as_argument()
        case dict():
            return {key: to_python(item, construct) for key, item in value.items()}
        case list():
            return [to_python(item, construct) for item in value]
    return value


def to_dict(value: Value, models: Mapping[str, Model]) -> Any:
    """The value with every model as a plain dict under wire names; dates stay dates.

    A class adds the fields that can have only one value; in a dict the caller has to write them.
    """
    match value:
        case Record() if models[value.model].is_dict:
            return {name: to_dict(item, models) for name, item in value.fields.items()}
        case Record():
            names = {field.name: field.wire_name for field in models[value.model].fields}
            given = {names.get(name, name): to_dict(item, models) for name, item in value.fields.items()}
            return {**fixed_fields(value, models), **given}
        case File():
            return value.as_argument()
        case dict():
            return {key: to_dict(item, models) for key, item in value.items()}
        case list():
            return [to_dict(item, models) for item in value]
    return value


def fixed_fields(value: Record, models: Mapping[str, Model]) -> dict[str, Any]:
    """The fields of a record's model that can have only one value, under wire names."""
    return {field.wire_name: field.default for field in models[value.model].fields if field.is_fixed}


def to_json(value: Value, models: Mapping[str, Model]) -> Any:
    """The JSON that is expected on the wire. Unset fields with a default other than None are sent with it."""
    match value:
        case Record():
            model = models[value.model]
            defaults = {f.wire_name: f.default for f in model.fields if f.default is not None}
            names = {field.name: field.wire_name for field in model.fields}
            return {**defaults, **{names.get(name, name): to_json(v, models) for name, v in value.fields.items()}}
        case dict():
            return {key: to_json(item, models) for key, item in value.items()}
        case list():
            return [to_json(item, models) for item in value]
    return scalar_to_json(value)


def scalar_to_json(value: Value) -> Any:
    """A value without parts as JSON: RFC 3339 for dates, base64 for bytes."""
    match value:
        case dt.datetime():
            return value.isoformat().replace("+00:00", "Z")
        case dt.date() | dt.time():
            return value.isoformat()
        case uuid.UUID():
            return str(value)
        case bytes():
            return base64.b64encode(value).decode()
    return value


def to_stored(value: Value) -> Any:
    """The value as JSON from which `from_stored` restores it.

    A value that JSON cannot express becomes an object with one key: {"$model": [name, fields]},
    {"$file": [name, content, type, form]}, {"$bytes": base64}, {"$datetime": ISO 8601}, likewise $date, $time and
    $uuid, and {"$number": "nan"}. The form "typed" is left out. A plain object that looks like one of them becomes
    {"$object": itself}.
    """
    match value:
        case Record():
            return {"$model": [value.model, {name: to_stored(item) for name, item in value.fields.items()}]}
        case File():
            stored = [value.name, base64.b64encode(value.content).decode(), value.content_type]
            return {"$file": stored if value.form == "typed" else [*stored, value.form]}
        case dict():
            inner = {key: to_stored(item) for key, item in value.items()}
            return {"$object": inner} if _is_marked(inner) else inner
        case list():
            return [to_stored(item) for item in value]
        case float() if not isfinite(value):
            return {"$number": repr(value)}
        case dt.datetime() | dt.date() | dt.time() | uuid.UUID() | bytes():
            return {f"{_MARK}{type(value).__name__.lower()}": _as_text(value)}
    return value


def from_stored(stored: Any) -> Value:
    """The inverse of `to_stored`. Raises ValueError for an unknown mark, or a value that does not fit its mark."""
    match stored:
        case list():
            return [from_stored(item) for item in stored]
        case dict() if not _is_marked(stored):
            return {key: from_stored(item) for key, item in stored.items()}
        case {"$object": dict() as inner}:
            return {key: from_stored(item) for key, item in inner.items()}
        case {"$model": [str() as name, dict() as fields]}:
            return Record(name, {field: from_stored(item) for field, item in fields.items()})
        case {"$file": [str() as name, str() as content, str() as content_type]}:
            return File(name, base64.b64decode(content, validate=True), content_type)
        case {"$file": [str() as name, str() as content, str() as content_type, ("named" | "bytes" | "open") as form]}:
            return File(name, base64.b64decode(content, validate=True), content_type, form)
        case dict():
            return _scalar_from_text(*next(iter(stored.items())))
    return stored


_READERS: Final[Mapping[str, Callable[[str], Value]]] = {
    "$bytes": lambda text: base64.b64decode(text, validate=True),
    "$date": dt.date.fromisoformat,
    "$datetime": dt.datetime.fromisoformat,
    "$number": float,
    "$time": dt.time.fromisoformat,
    "$uuid": uuid.UUID,
}


def _is_marked(value: Mapping[str, Any]) -> bool:
    return len(value) == 1 and next(iter(value)).startswith(_MARK)


def _as_text(value: Value) -> str:
    # a datetime keeps its offset: Python before 3.11 does not parse the Z of the wire
    return str(value.isoformat() if isinstance(value, dt.date | dt.time) else scalar_to_json(value))


def _scalar_from_text(mark: str, text: Any) -> Value:
    if mark not in _READERS or not isinstance(text, str):
        raise ValueError(f"{{{mark!r}: {text!r}}} is not a stored value; marks of text are {', '.join(_READERS)}")
    return _READERS[mark](text)


def holds_model(value: Value, models: Mapping[str, Model]) -> bool:
    """The value is or contains a model: passing it as a plain dict makes a difference."""
    match value:
        case Record() if not models[value.model].is_dict:
            return True
        case Record():
            return any(holds_model(item, models) for item in value.fields.values())
        case dict():
            return any(holds_model(item, models) for item in value.values())
        case list():
            return any(holds_model(item, models) for item in value)
    return False


def holds_open_file(value: Value) -> bool:
    """The value is or contains an open file, which can be read only once."""
    match value:
        case File():
            return value.form == "open"
        case Record():
            return any(holds_open_file(item) for item in value.fields.values())
        case dict():
            return any(holds_open_file(item) for item in value.values())
        case list():
            return any(holds_open_file(item) for item in value)
    return False


def source(value: Value, models: Mapping[str, Model], package: str, imports: set[str]) -> str:
    """Python source for the value. Adds the import lines that it needs to `imports`."""
    match value:
        case Record() if models[value.model].is_dict:
            return source(dict(value.fields), models, package, imports)
        case Record():
            model = models[value.model]
            imports.add(f"from {package}.{model.module} import {model.class_name}")
            inner = ", ".join(f"{n}={source(v, models, package, imports)}" for n, v in value.fields.items())
            return f"{model.class_name}({inner})"
        case EnumMember():
            module, _, name = value.type.rpartition(".")
            imports.add(f"from {package}.{module} import {name}")
            return f"{name}({value.value!r})"
        case File():
            if value.form == "open":
                imports.add("import io")
                return f"io.BytesIO({value.content!r})"
            return repr(value.as_argument())
        case dict():
            return "{" + ", ".join(f"{k!r}: {source(v, models, package, imports)}" for k, v in value.items()) + "}"
        case list():
            return "[" + ", ".join(source(item, models, package, imports) for item in value) + "]"
        case dt.datetime() | dt.date() | dt.time():
            imports.add("import datetime")
        case uuid.UUID():
            imports.add("from uuid import UUID")
    return repr(value)
