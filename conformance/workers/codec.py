"""Dataclasses to JSON values and back, by their annotations.

A class with `to_json` and `from_json` keeps its own form. Bytes become the characters of the same numbers, and a
mapping whose keys are not strings becomes a list of pairs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def to_value(value: Any) -> Any:
    """The JSON value of a dataclass, a collection or a scalar."""
    if hasattr(value, "to_json"):
        return value.to_json()
    if is_dataclass(value):
        return {field.name: to_value(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {key: to_value(item) for key, item in value.items()}
        return [[to_value(key), to_value(item)] for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [to_value(item) for item in value]
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value) if isinstance(value, Path) else value


def from_value(annotation: Any, value: Any) -> Any:
    """The inverse of `to_value`: what an annotation says that the JSON value is. What it leaves open stays as it is."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin in {Union, UnionType}:
        (inner,) = (member for member in arguments if member is not NoneType)
        return None if value is None else from_value(inner, value)
    if origin is tuple:
        return _tuple(arguments, value)
    if origin in {dict, Mapping}:
        return _mapping(arguments, value)
    if hasattr(annotation, "from_json"):
        return annotation.from_json(value)
    if isinstance(annotation, type) and is_dataclass(annotation):
        return annotation(**{name: from_value(kind, value[name]) for name, kind in _hints(annotation).items()})
    if annotation is bytes:
        return value.encode("latin-1")
    return Path(value) if annotation is Path else value


def _tuple(arguments: tuple[Any, ...], value: list[Any]) -> tuple[Any, ...]:
    kinds = [arguments[0]] * len(value) if arguments[-1] is Ellipsis else arguments
    return tuple(from_value(kind, item) for kind, item in zip(kinds, value, strict=True))


def _mapping(arguments: tuple[Any, ...], value: Any) -> dict[Any, Any]:
    key_kind, item_kind = arguments
    pairs = value.items() if isinstance(value, dict) else value
    return {from_value(key_kind, key): from_value(item_kind, item) for key, item in pairs}


@cache
def _hints(kind: Any) -> dict[str, Any]:
    """The annotations of a dataclass's fields."""
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}
