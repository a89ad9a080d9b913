"""The YAML of vcrpy, version 1 of its format, as it writes it for httpx and reads it for every client.

What vcrpy has no key for is one JSON text under `conformance`, which vcrpy ignores. A cassette without that key comes
from another program: see `metadata.imported_interaction`. Only strings, bytes and null are read, so that no YAML tag
creates an object.
"""

from __future__ import annotations

import functools
import importlib
import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from conformance.cassettes.formats.metadata import (
    Headers,
    from_metadata,
    imported_interaction,
    to_metadata,
    with_lower_names,
)
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable, UsageError
from conformance.extras import install_command
from conformance.wire import Request, Response

_VERSION = 1


def write(interactions: Iterable[Interaction]) -> str:
    """The interactions in their order. Raises UsageError: PyYAML is not installed."""
    data = {"interactions": [_to_data(interaction) for interaction in interactions], "version": _VERSION}
    return str(_yaml().dump(data, Dumper=_dumper(), sort_keys=False))


def read(text: str, name: str) -> list[Interaction]:
    """The interactions of a cassette. Raises CassetteUnreadable; UsageError: PyYAML is not installed."""
    yaml = _yaml()
    try:
        return [_from_data(data, name) for data in _interactions(yaml.load(text, Loader=_loader()))]
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CassetteUnreadable(
            f"{name}: not a cassette of vcrpy: {type(error).__name__}: {error}\n"
            "  Next: record it again with a current vcrpy."
        ) from None


def _interactions(data: Any) -> list[Any]:
    if not isinstance(data, dict) or data.get("version") != str(_VERSION):
        raise ValueError(f"it is not a cassette of version {_VERSION}")
    return data["interactions"] or []


@functools.cache
def _yaml() -> Any:
    try:
        return importlib.import_module("yaml")
    except ImportError:
        raise UsageError(f"cassettes of vcrpy need PyYAML.\n  Install it with: {install_command('openapi')}") from None


@functools.cache
def _loader() -> Any:
    """A safe loader that keeps texts which look like dates or numbers."""
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
    metadata = to_metadata(interaction)
    request_headers, response_headers = _group(request.headers), _group(response.headers)
    if with_lower_names(_flatten(request_headers)) != request.headers:  # the order of the headers is lost
        metadata["request_headers"] = request.headers
    if _flatten(response_headers) != response.headers:
        metadata["response_headers"] = response.headers
    if response.fault:
        metadata["fault"] = response.fault
    return {
        "request": {
            "method": request.method, "uri": request.url, "headers": request_headers,
            "body": _text(request.content),
        },
        "response": {
            "status": {"code": response.status, "message": _phrase(response.status)},
            "headers": response_headers,
            "body": {"string": _text(response.content)},
        },
        "conformance": json.dumps(metadata, sort_keys=True),
    }  # fmt: skip


def _from_data(data: Mapping[str, Any], name: str) -> Interaction:
    sent, received = data["request"], data["response"]
    metadata = json.loads(data["conformance"]) if "conformance" in data else None
    extra = metadata or {}
    request = Request(
        method=sent["method"],
        url=sent["uri"],
        headers=_exact(extra.get("request_headers")) or with_lower_names(_flatten(sent["headers"] or {})),
        content=_bytes(sent.get("body")),
    )
    if "status_code" in received:  # vcrpy before 6.0 wrote this for httpx
        status, body = received["status_code"], received.get("content")
    else:
        status, body = received["status"]["code"], received["body"].get("string")
    headers = _exact(extra.get("response_headers")) or _flatten(received["headers"] or {})
    response = Response(int(status), headers, _bytes(body), extra.get("fault", ""))
    if metadata is None:
        return imported_interaction(name, request, response)
    return from_metadata(metadata, request, response)


def _group(headers: Headers) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped


def _flatten(headers: Mapping[str, Any]) -> Headers:
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
