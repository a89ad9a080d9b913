"""Compares requests: whether two are the same for a server, and where they differ.

Method, path, query, media type and body count. Other headers describe the machine, the release or the user, and change
from run to run.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from conformance.exchange.json_equality import same_json
from conformance.wire import Part, Request

Difference = tuple[str, str]  # where two requests differ, and a sentence about it
_ABSENT: Final = object()
_MAX_CHARACTERS: Final = 120  # of a value in a sentence


def identity(request: Request) -> Hashable:
    """A value that is equal for requests that are the same for a server. Multipart boundaries do not count."""
    return request.method, _path(request), tuple(sorted(request.query)), request.content_type, _body(request)


def _path(request: Request) -> tuple[str, ...]:
    return tuple(unquote(segment) for segment in request.path.split("/"))


def _body(request: Request) -> Hashable:
    match request.content_type:
        case "multipart/form-data":
            return tuple(request.parts)
        case "application/json" if request.content:
            try:
                return json.dumps(request.json, sort_keys=True)
            except ValueError:
                return request.content
    return request.content


def differences(recorded: Request, sent: Request) -> Iterator[Difference]:
    """The difference between a sent and a recorded request: "path", "query.page", "body.labels[].title"."""
    if recorded.method != sent.method:
        yield "method", f"recorded {recorded.method}, sent {sent.method}"
    if _path(recorded) != _path(sent):
        yield "path", f"recorded {recorded.path}, sent {sent.path}"
    yield from _mapping_differences("query", _group(recorded.query), _group(sent.query))
    if recorded.content_type != sent.content_type:
        yield "content-type", f"recorded {recorded.content_type}, sent {sent.content_type}"
    else:
        yield from _body_differences(recorded, sent)


def _body_differences(recorded: Request, sent: Request) -> Iterator[Difference]:
    match sent.content_type:
        case "multipart/form-data":
            yield from _mapping_differences("form", _group_parts(recorded), _group_parts(sent))
            return
        case "application/x-www-form-urlencoded":
            yield from _mapping_differences("form", _group(recorded.form), _group(sent.form))
            return
    try:
        yield from _json_differences(recorded.json, sent.json, "body")
    except ValueError:
        if recorded.content != sent.content:
            yield "body", f"recorded {_short(recorded.content)}, sent {_short(sent.content)}"


def _group(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _group_parts(request: Request) -> dict[str, list[Part]]:
    grouped: dict[str, list[Part]] = {}
    for part in request.parts:
        grouped.setdefault(part.name, []).append(part)
    return grouped


def _mapping_differences(place: str, recorded: Mapping[str, Any], sent: Mapping[str, Any]) -> Iterator[Difference]:
    for name in sorted({*recorded, *sent}):
        one, other = recorded.get(name, _ABSENT), sent.get(name, _ABSENT)
        if one != other:
            yield f"{place}.{name}", f"recorded {_short(one)}, sent {_short(other)}"


def _json_differences(recorded: Any, sent: Any, place: str) -> Iterator[Difference]:
    if isinstance(recorded, dict) and isinstance(sent, dict):
        for name in sorted({*recorded, *sent}):
            yield from _json_differences(recorded.get(name, _ABSENT), sent.get(name, _ABSENT), f"{place}.{name}")
    elif isinstance(recorded, list) and isinstance(sent, list) and len(recorded) == len(sent):
        for one, other in zip(recorded, sent, strict=True):
            yield from _json_differences(one, other, f"{place}[]")
    elif not same_json(recorded, sent):
        yield place, f"recorded {_short(recorded)}, sent {_short(sent)}"


def _short(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    text = repr(value[0] if isinstance(value, list) and len(value) == 1 else value)
    return text if len(text) <= _MAX_CHARACTERS else text[: _MAX_CHARACTERS - 3] + "..."
