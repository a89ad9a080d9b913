"""Requests side by side: whether two are the same for a server, and in what they differ.

What counts is the method, the path, the query, the media type and the body. Other headers name the machine, the
release or the user, and change from run to run.
"""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

from conformance.exchange.json_equality import same_json
from conformance.wire import Part, Request

Place = tuple[str, str]  # where two requests differ, and in what
_ABSENT: Final = object()
_LONGEST: Final = 120  # characters of a value in a text


def identity(request: Request) -> Hashable:
    """What two requests have in common that are the same for a server. Multipart boundaries are drawn by chance."""
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


def differences(recorded: Request, sent: Request) -> Iterator[Place]:
    """Every place in which a sent request is not the recorded one: "path", "query.page", "body.labels[].title"."""
    if recorded.method != sent.method:
        yield "method", f"recorded {recorded.method}, sent {sent.method}"
    if _path(recorded) != _path(sent):
        yield "path", f"recorded {recorded.path}, sent {sent.path}"
    yield from _named("query", _grouped(recorded.query), _grouped(sent.query))
    if recorded.content_type != sent.content_type:
        yield "content-type", f"recorded {recorded.content_type}, sent {sent.content_type}"
    else:
        yield from _bodies(recorded, sent)


def _bodies(recorded: Request, sent: Request) -> Iterator[Place]:
    match sent.content_type:
        case "multipart/form-data":
            yield from _named("form", _parts(recorded), _parts(sent))
            return
        case "application/x-www-form-urlencoded":
            yield from _named("form", _grouped(recorded.form), _grouped(sent.form))
            return
    try:
        yield from _json(recorded.json, sent.json, "body")
    except ValueError:
        if recorded.content != sent.content:
            yield "body", f"recorded {_short(recorded.content)}, sent {_short(sent.content)}"


def _grouped(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in pairs:
        grouped.setdefault(name, []).append(value)
    return grouped


def _parts(request: Request) -> dict[str, list[Part]]:
    grouped: dict[str, list[Part]] = {}
    for part in request.parts:
        grouped.setdefault(part.name, []).append(part)
    return grouped


def _named(where: str, recorded: Mapping[str, Any], sent: Mapping[str, Any]) -> Iterator[Place]:
    for name in sorted({*recorded, *sent}):
        one, other = recorded.get(name, _ABSENT), sent.get(name, _ABSENT)
        if one != other:
            yield f"{where}.{name}", f"recorded {_short(one)}, sent {_short(other)}"


def _json(recorded: Any, sent: Any, place: str) -> Iterator[Place]:
    if isinstance(recorded, dict) and isinstance(sent, dict):
        for name in sorted({*recorded, *sent}):
            yield from _json(recorded.get(name, _ABSENT), sent.get(name, _ABSENT), f"{place}.{name}")
    elif isinstance(recorded, list) and isinstance(sent, list) and len(recorded) == len(sent):
        for one, other in zip(recorded, sent, strict=True):
            yield from _json(one, other, f"{place}[]")
    elif not same_json(recorded, sent):
        yield place, f"recorded {_short(recorded)}, sent {_short(sent)}"


def _short(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    shown = value[0] if isinstance(value, list) and len(value) == 1 else value
    text = repr(shown)
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."
