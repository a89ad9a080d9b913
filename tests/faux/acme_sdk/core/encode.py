"""Encodes arguments for requests. `OMIT` means that the caller omitted the argument."""

from __future__ import annotations

import base64
import datetime as dt
import enum
import json
import uuid
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Any
from urllib.parse import quote

from .models import UniversalBaseModel

OMIT: Any = ...
File = IO[bytes] | bytes | str | tuple[str | None, IO[bytes] | bytes | str, str | None]


def encode_scalar(value: Any) -> str:
    if isinstance(value, enum.Enum):
        return encode_scalar(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dt.datetime):
        return value.isoformat().replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def encode_path(value: Any) -> str:
    text = encode_scalar(value)
    if not text:
        raise ValueError("a path value cannot be empty")
    if not text.strip("."):
        return text.replace(".", "%2E")  # clients resolve dots that are sent as they are
    return quote(text, safe="")


def encode_query(query: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(name, encode_scalar(item)) for name, value in query.items() for item in _each(value)]


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, Sequence) and not isinstance(value, str):
        yield from value
    elif value is not None:
        yield value


def encode_headers(headers: Mapping[str, Any]) -> dict[str, str]:
    return {name: encode_scalar(value) for name, value in headers.items() if value is not None}


def encode_json(value: Any) -> bytes:
    return json.dumps(jsonable(value), ensure_ascii=False, allow_nan=False).encode()


def encode_form(fields: Mapping[str, Any]) -> dict[str, str]:
    return {name: encode_scalar(value) for name, value in fields.items() if value is not OMIT and value is not None}


def encode_files(files: Mapping[str, File]) -> dict[str, Any]:
    return dict(files)


def jsonable(value: Any) -> Any:
    if isinstance(value, UniversalBaseModel):
        return jsonable(value.dict())
    if isinstance(value, Mapping):
        return {key: jsonable(item) for key, item in value.items() if item is not OMIT}
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, dt.date | uuid.UUID):
        return encode_scalar(value)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [jsonable(item) for item in value]
    return value
