"""Observations of the calls of one operation on one release, as JSON that a worker sends.

    {"calls": [expression, ...], "responses": [[label, status], ...], "requests": [[request, ...], ...],
     "outcomes": [outcome, ...], "exchanges": [[twin, form, call, response, requests, outcome], ...]}

An exchange refers to its parts by their positions in the lists, which hold each distinct part once. Both releases make
the same exchanges in the same order.

    request  {"method", "path", "query": [[name, value], ...], "headers": {name: value}, "timeout": seconds,
              "content_type", "body": {location: text}}
    outcome  {"value": flat value} or {"raised": {"class", "status", "body": flat value, "text"}} or
              {"endless": number of requests}, and with it "waits", "elsewhere"

A flat value maps the path of each field to its text.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Collection, Mapping
from enum import Enum
from typing import Any, Final, TypedDict

from conformance.text import strip_volatile
from conformance.wire import Request

MAX_TEXT: Final = 300  # characters of one text; longer ones end with a digest
MAX_DEPTH: Final = 12  # steps of a path
ROOT: Final = ""
_MACHINE_HEADERS: Final = frozenset({"accept-encoding", "connection", "host", "content-length", "content-type"})
_HTTPX_USER_AGENT: Final = "python-httpx/"
FlatValue = dict[str, str]


class Observation(TypedDict):
    """The observations of one operation."""

    calls: list[str]
    responses: list[list[Any]]
    requests: list[list[dict[str, Any]]]
    outcomes: list[dict[str, Any]]
    exchanges: list[list[Any]]


def shorten(text: str) -> str:
    """The text; a long one is cut and ends with a digest."""
    if len(text) <= MAX_TEXT:
        return text
    return f"{text[:MAX_TEXT]}... ({len(text)} characters, {_digest(text.encode(errors='surrogatepass'))})"


def error_text(text: str) -> str:
    """The text of an exception, without what differs between two runs or two versions of pydantic."""
    return shorten(strip_volatile(text))


def flatten_value(value: Any, name_of: Callable[[type], str], owns: Callable[[type], bool]) -> FlatValue:
    """The paths of a value with their texts. Undeclared fields of a model are included."""
    rows: FlatValue = {}
    _flatten(value, ROOT, 0, rows, (name_of, owns))
    return rows


_Names = tuple[Callable[[type], str], Callable[[type], bool]]


def _flatten(value: Any, path: str, depth: int, rows: FlatValue, names: _Names) -> None:
    rows[path] = _value_text(value, names)
    if depth > MAX_DEPTH:
        return
    if _is_model(type(value)):
        items = {**value.__dict__, **(getattr(value, "__pydantic_extra__", None) or {})}
    elif isinstance(value, dict):
        items = value
    else:
        items = {}
    for name, item in items.items():
        _flatten(item, f"{path}.{name}" if path else str(name), depth + 1, rows, names)
    if isinstance(value, list | tuple):
        for number, item in enumerate(value):
            _flatten(item, f"{path}[{number}]", depth + 1, rows, names)


def _is_model(cls: type) -> bool:
    """A model of pydantic, also of its first version, which older releases use."""
    return any(hasattr(cls, name) for name in ("model_fields", "__fields__"))


def _value_text(value: Any, names: _Names) -> str:
    name_of, owns = names
    cls = type(value)
    if value is None or (isinstance(value, bool | int | float) and not isinstance(value, Enum)):
        return repr(value)
    match value:
        case str() if not isinstance(value, Enum):
            return shorten(repr(str(value)))
        case bytes():
            return f"{len(value)} bytes {_digest(value)}"
        case dt.datetime() | dt.date() | dt.time():
            return f"{cls.__name__} {value.isoformat()}"  # the class of its time zone does not matter
        case Enum():
            return f"{name_of(cls)}.{value.name}"
        case dict():
            return "dict"
        case list() | tuple():
            return f"{cls.__name__} of {len(value)}"
    if owns(cls) or _is_model(cls):
        return name_of(cls)
    return error_text(repr(value))


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def comparable_request(
    request: Request, timeout: str, secrets: Mapping[str, str], machine_headers: Collection[str] = ()
) -> dict[str, Any]:
    """A request for comparison: without multipart boundary, credentials, and headers that describe the machine."""
    headers: dict[str, str] = {}
    for name, value in request.headers:
        if name in _MACHINE_HEADERS or name in machine_headers:
            continue
        if value.startswith(_HTTPX_USER_AGENT):
            value = f"{_HTTPX_USER_AGENT}..."  # noqa: PLW2901  # its version is the environment's
        for secret, instead in secrets.items():
            value = value.replace(secret, instead)  # noqa: PLW2901  # the same header in another form
        headers[name] = value if name not in headers else f"{headers[name]}, {value}"
    return {
        "method": request.method,
        "path": request.path,
        "query": request.query,
        "headers": headers,
        "timeout": timeout,
        "content_type": request.content_type or "",
        "body": _body_values(request),
    }


def _body_values(request: Request) -> FlatValue:
    """The parts of a body by location: a JSON pointer, or the name of a form's part."""
    if not request.content:
        return {}
    if request.content_type == "multipart/form-data":
        parts = [
            (part.name, f"{part.filename!r} {part.content_type} {_content_text(part.content)}")
            if part.filename is not None
            else (part.name, _content_text(part.content))
            for part in request.parts
        ]
        return _join_repeated(parts)
    if request.content_type == "application/x-www-form-urlencoded":
        return _join_repeated([(name, shorten(repr(value))) for name, value in request.form])
    try:
        body = request.json
    except ValueError:
        return {"": _content_text(request.content)}
    rows: FlatValue = {}
    _flatten_json(body, "", rows)
    return rows


def _join_repeated(parts: list[tuple[str, str]]) -> FlatValue:
    rows: FlatValue = {}
    for name, text in parts:
        rows[name] = text if name not in rows else f"{rows[name]}, {text}"
    return rows


def _content_text(content: bytes) -> str:
    return shorten(content.decode("utf-8", errors="backslashreplace"))


def _flatten_json(value: Any, pointer: str, rows: FlatValue) -> None:
    if isinstance(value, dict) and value:
        for name, item in value.items():
            _flatten_json(item, f"{pointer}/{name}", rows)
    elif isinstance(value, list) and value:
        for number, item in enumerate(value):
            _flatten_json(item, f"{pointer}/{number}", rows)
    else:
        rows[pointer] = shorten(json.dumps(value, ensure_ascii=False))
