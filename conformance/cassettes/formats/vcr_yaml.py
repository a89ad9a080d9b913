"""The YAML of vcrpy, version 1 of its format, as it writes it for httpx and reads it for every client.

What vcrpy has no place for stands as one text under `conformance`, which it passes over. A cassette without that is
another program's: see `about.foreign`. YAML is read with strings, bytes and null alone: no tag makes an object.
"""

from __future__ import annotations

import functools
import importlib
import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from conformance.cassettes.formats.metadata import Headers, about, foreign, lowered, told
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable, UsageError
from conformance.wire import Request, Response

_VERSION = 1


def write(interactions: Iterable[Interaction]) -> str:
    """The interactions in their order. Raises UsageError: PyYAML is not installed."""
    data = {"interactions": [_to_data(each) for each in interactions], "version": _VERSION}
    return str(_yaml().dump(data, Dumper=_dumper(), sort_keys=False))


def read(text: str, name: str) -> list[Interaction]:
    """The interactions of a cassette. Raises CassetteUnreadable; UsageError: PyYAML is not installed."""
    yaml = _yaml()
    try:
        return [_from_data(each, name) for each in _recorded(yaml.load(text, Loader=_loader()))]
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CassetteUnreadable(
            f"{name}: not a cassette of vcrpy: {type(error).__name__}: {error}\n"
            "  Next: record it again with a current vcrpy."
        ) from None


def _recorded(data: Any) -> list[Any]:
    if not isinstance(data, dict) or data.get("version") != str(_VERSION):
        raise ValueError(f"it is no cassette of version {_VERSION}")
    return data["interactions"] or []


@functools.cache
def _yaml() -> Any:
    try:
        return importlib.import_module("yaml")
    except ImportError:
        raise UsageError(
            "cassettes of vcrpy need PyYAML.\n  Next: pip install 'label-studio-conformance[openapi]'."
        ) from None


@functools.cache
def _loader() -> Any:
    """A safe loader that leaves a text as it is, also where it looks like a date or a number."""
    yaml = _yaml()
    base = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    null = "tag:yaml.org,2002:null"
    kept = {
        first: [(tag, shape) for tag, shape in resolvers if tag in {null, "tag:yaml.org,2002:merge"}]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    return type("Loader", (base,), {"yaml_implicit_resolvers": kept})


@functools.cache
def _dumper() -> Any:
    yaml = _yaml()
    base = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    return type("Dumper", (base,), {"ignore_aliases": lambda _, __: True})


def _to_data(interaction: Interaction) -> dict[str, Any]:
    request, response = interaction.request, interaction.response
    words = about(interaction)
    asked, answered = _grouped(request.headers), _grouped(response.headers)
    if lowered(_flat(asked)) != request.headers:
        words["request_headers"] = request.headers
    if _flat(answered) != response.headers:
        words["response_headers"] = response.headers
    if response.fault:
        words["fault"] = response.fault
    return {
        "request": {
            "method": request.method, "uri": request.url, "headers": asked,
            "body": _text(request.content),
        },
        "response": {
            "status": {"code": response.status, "message": _phrase(response.status)},
            "headers": answered,
            "body": {"string": _text(response.content)},
        },
        "conformance": json.dumps(words, sort_keys=True),
    }  # fmt: skip


def _from_data(data: Mapping[str, Any], name: str) -> Interaction:
    asked, answered = data["request"], data["response"]
    words = json.loads(data["conformance"]) if "conformance" in data else None
    more = words or {}
    request = Request(
        method=asked["method"],
        url=asked["uri"],
        headers=_exact(more.get("request_headers")) or lowered(_flat(asked["headers"] or {})),
        content=_bytes(asked.get("body")),
    )
    if "status_code" in answered:  # what vcrpy before 6.0 wrote for httpx
        status, body = answered["status_code"], answered.get("content")
    else:
        status, body = answered["status"]["code"], answered["body"].get("string")
    headers = _exact(more.get("response_headers")) or _flat(answered["headers"] or {})
    response = Response(int(status), headers, _bytes(body), more.get("fault", ""))
    return foreign(name, request, response) if words is None else told(words, request, response)


def _grouped(headers: Headers) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped


def _flat(headers: Mapping[str, Any]) -> Headers:
    lists = ((name, values if isinstance(values, list) else [values]) for name, values in headers.items())
    return tuple((str(name), str(value)) for name, values in lists for value in values)


def _exact(headers: Any) -> Headers | None:
    return None if headers is None else tuple((str(name), str(value)) for name, value in headers)


def _text(content: bytes) -> str | bytes:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _bytes(body: Any) -> bytes:
    if isinstance(body, str):
        return body.encode()
    if body is not None and not isinstance(body, bytes):
        raise ValueError(f"a body is {type(body).__name__}; it is either text or bytes")
    return body or b""


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
