"""Converts payloads to declared types. Does not validate values; refuses only a wrong shape: no object, or no list."""

from __future__ import annotations

import datetime as dt
import types
import typing
import uuid
from collections.abc import Sequence
from typing import Any, Literal, Union

from pydantic.fields import FieldInfo

from .models import UniversalBaseModel


class UnfitError(ValueError):
    """The payload has a different shape than the declared type."""


def construct(declared: Any, payload: Any) -> Any:
    origin, args = typing.get_origin(declared), typing.get_args(declared)
    if origin is Union or origin is types.UnionType:
        return construct_union(args, payload)
    if origin in {list, Sequence}:
        return construct_list(args[0], payload)
    if origin is dict:
        return construct_map(args[1], payload)
    if isinstance(declared, type) and issubclass(declared, UniversalBaseModel):
        return construct_model(declared, payload)
    return construct_scalar(declared, payload)


def construct_scalar(declared: Any, payload: Any) -> Any:
    if not isinstance(payload, str):
        return payload
    try:
        if declared is dt.datetime:
            return dt.datetime.fromisoformat(payload.replace("Z", "+00:00"))
        if declared is dt.date:
            return dt.date.fromisoformat(payload)
        return uuid.UUID(payload) if declared is uuid.UUID else payload
    except ValueError:
        return payload


def construct_list(item: Any, payload: Any) -> list[Any]:
    if not isinstance(payload, list):
        raise UnfitError(f"a list was declared, not {payload!r}")
    return [construct(item, one) for one in payload]


def construct_map(value: Any, payload: Any) -> dict[str, Any]:
    if not isinstance(payload, dict):
        raise UnfitError(f"an object was declared, not {payload!r}")
    return {key: construct(value, one) for key, one in payload.items()}


def construct_union(members: tuple[Any, ...], payload: Any) -> Any:
    if payload is None and type(None) in members:
        return None
    fitting = [member for member in members if fits(member, payload)]
    return construct(fitting[0], payload) if fitting else payload


def fits(declared: Any, payload: Any) -> bool:
    origin, args = typing.get_origin(declared), typing.get_args(declared)
    if origin is Literal:
        return payload in args
    if origin in {list, Sequence}:
        return isinstance(payload, list)
    if origin is dict:
        return isinstance(payload, dict)
    if isinstance(declared, type) and issubclass(declared, UniversalBaseModel):
        return isinstance(payload, dict) and _fits_model(declared, payload)
    if declared in {dt.datetime, dt.date, uuid.UUID}:
        return isinstance(payload, str)
    return declared is Any or type(payload) is declared or (declared is float and type(payload) is int)


def wire_name(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _fits_model(declared: type[UniversalBaseModel], payload: dict[str, Any]) -> bool:
    for name, field in declared.model_fields.items():
        value = payload.get(wire_name(name, field))
        if (field.is_required() and value is None) or (value is not None and not fits_tag(field.annotation, value)):
            return False
    return True


def fits_tag(declared: Any, value: Any) -> bool:
    return typing.get_origin(declared) is not Literal or value in typing.get_args(declared)


def construct_model(declared: type[UniversalBaseModel], payload: Any) -> UniversalBaseModel:
    if not isinstance(payload, dict):
        raise UnfitError(f"an object was declared, not {payload!r}")
    names = {wire_name(name, field): name for name, field in declared.model_fields.items()}
    values, unknown = {}, {}
    for key, item in payload.items():
        name = names.get(key)
        if name is None:
            unknown[key] = item
        else:
            values[name] = construct(declared.model_fields[name].annotation, item)
    model = declared.model_construct(set(values), **values)
    if model.__pydantic_extra__ is not None:  # not as arguments: a field may be named like a parameter
        model.__pydantic_extra__.update(unknown)
        model.__pydantic_fields_set__.update(unknown)
    return model
