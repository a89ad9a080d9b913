"""Values of declared types from texts, as URLs, headers and forms contain them: the inverse of sending."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from conformance.contract.model import Model
from conformance.contract.types import Type
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import Record, Value

# The narrower type first: a text is always a string, too. A list is needed only for several texts.
_ORDER: Final = (
    "literal", "boolean", "integer", "number", "datetime", "date", "time", "uuid", "model", "map", "string", "bytes",
    "any", "unknown", "list",
)  # fmt: skip
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")
_KEY: Final = re.compile(r"\[([^\[\]]*)\]")


def value_from_text(text: str, declared: Type, models: Mapping[str, Model]) -> Value:
    """The value with this text. Raises ValueError if the type does not allow it."""
    for member in sorted(
        declared.members, key=lambda member: _ORDER.index(member.kind) if member.kind in _ORDER else 99
    ):
        try:
            return _member(text, member, models)
        except (ValueError, OverflowError):  # a union tries its members in turn
            continue
    raise ValueError(f"{text!r} is not {declared.without_null()}")


def _member(text: str, member: Type, models: Mapping[str, Model]) -> Value:
    match member.kind:
        case "literal":
            return (
                next(value for value in member.values if as_text(value) == text) if _lists(member, text) else _no(text)
            )
        case "boolean":
            return text.lower() == "true" if text.lower() in {"true", "false"} else _no(text)
        case "integer":
            return int(text) if re.fullmatch(r"0|-?[1-9]\d{0,1000}", text) else _no(text)
        case "number":
            found = _NUMBER.fullmatch(text)
            return (float(text) if found[2] or found[3] else int(text)) if found else _no(text)
        case "string" | "any" | "unknown":
            return text
        case "list":
            return [value_from_text(text, member.args[0], models)]
        case "model" | "map":
            return value_from_json(json.loads(text), member, models)
    return value_from_json(text, member, models)


def _lists(member: Type, text: str) -> bool:
    return any(as_text(value) == text for value in member.values)


def _no(text: str) -> Value:
    raise ValueError(text)


def as_text(value: Any) -> str:
    """A listed value as SDKs write it into a URL."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def value_from_texts(
    texts: Sequence[str], declared: Type, models: Mapping[str, Model], *, list_style: str = ""
) -> Value:
    """The value of a name that occurs with these texts. Raises ValueError if the type does not allow it."""
    lists = [member for member in declared.members if member.kind == "list"]
    if len(texts) == 1 and list_style == "comma" and lists and "," in texts[0]:
        texts = texts[0].split(",")
    if len(texts) == 1:
        return value_from_text(texts[0], declared, models)
    if not lists:
        raise ValueError(f"{', '.join(map(repr, texts))} are several values, and {declared} is one")
    return [value_from_text(text, lists[0].args[0], models) for text in texts]


def value_from_keys(
    found: Mapping[str, Sequence[str]], declared: Type, models: Mapping[str, Model], *, list_style: str = ""
) -> Value:
    """The value of the names `name`, `name[]` or `name[key]`. Raises ValueError if the type does not allow it."""
    keys = {key: _KEY.findall(key) for key in found}
    if all(inner in ([], [""]) for inner in keys.values()):
        texts = [text for values in found.values() for text in values]
        if any(inner == [""] for inner in keys.values()):
            return _as_list(texts, declared, models)
        return value_from_texts(texts, declared, models, list_style=list_style)
    if not all(len(inner) == 1 and inner[0] for inner in keys.values()):
        raise ValueError(f"{', '.join(found)}: nested keys cannot be read back")
    by_key = {inner[0]: found[key] for key, inner in keys.items()}
    for member in declared.members:
        if member.kind == "map":
            return {key: value_from_texts(texts, member.args[1], models) for key, texts in by_key.items()}
        if member.kind == "model":
            return _record(by_key, models[member.name], models)
    raise ValueError(f"{', '.join(found)} is an object, and not {declared}")


def _as_list(texts: Sequence[str], declared: Type, models: Mapping[str, Model]) -> Value:
    item = next((member.args[0] for member in declared.members if member.kind == "list"), None)
    if item is None:
        raise ValueError(f"{', '.join(map(repr, texts))} is a list, and not {declared}")
    return [value_from_text(text, item, models) for text in texts]


def _record(found: Mapping[str, Sequence[str]], model: Model, models: Mapping[str, Model]) -> Record:
    fields = {field.wire_name: field for field in model.fields}
    unknown = [key for key in found if key not in fields]
    missing = [name for name, field in fields.items() if field.required and name not in found]
    if unknown or missing:
        raise ValueError(f"{model.class_name} has other fields than {', '.join(found)}")
    given = {fields[key].name: value_from_texts(texts, fields[key].type, models) for key, texts in found.items()}
    return Record(model.name, given)
