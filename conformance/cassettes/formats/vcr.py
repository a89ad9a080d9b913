"""The data of a cassette of vcrpy, version 1 of its format, as it writes it for httpx and reads it for every client.

What vcrpy has no key for is one JSON text under `conformance`, which vcrpy ignores. An interaction without that key
comes from another program, see `metadata.imported_interaction`; its response is decompressed. `vcr_yaml` and `vcr_json`
read and write the data.
"""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any, Final

from conformance.cassettes.formats.metadata import (
    Headers,
    from_metadata,
    imported_interaction,
    to_metadata,
    with_lower_names,
)
from conformance.cassettes.formats.place import Place
from conformance.cassettes.interaction import Interaction
from conformance.wire import Request, Response

_VERSION: Final = 1
_MAX_UNPACKED_BYTES: Final = 256 * 2**20
_GZIP: Final = b"\x1f\x8b"


def to_cassette(interactions: Iterable[Interaction]) -> dict[str, Any]:
    """The data of a cassette with the interactions in their order. Bodies are text, or bytes where they are no text."""
    return {"interactions": [_to_data(interaction) for interaction in interactions], "version": _VERSION}


def from_cassette(data: Any, name: str) -> list[Interaction]:
    """The inverse of `to_cassette`. Raises ValueError, KeyError, TypeError or AttributeError for anything else."""
    cassette = Place(data, "").require(dict)
    version = Place(cassette.value.get("version"), "version")
    if str(version.value) != str(_VERSION):
        raise version.malformed(f"{_VERSION}, the version of the format")
    if "interactions" not in cassette.value:
        raise Place(None, "interactions").malformed("a list")
    interactions = cassette.get("interactions", list, default=[]).items()
    return [_from_data(item, number, name) for number, item in enumerate(interactions, start=1)]


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


def _from_data(item: Place, number: int, name: str) -> Interaction:
    sent, received = item.get("request", dict), item.get("response", dict)
    metadata = json.loads(item.value["conformance"]) if "conformance" in item.value else None
    extra = metadata or {}
    request_headers = _exact(extra.get("request_headers")) or with_lower_names(_headers(sent))
    request = Request(
        sent.get("method", str).value, sent.get("uri", str).value, request_headers,
        _body(Place(sent.value.get("body"), f"{sent.name}.body")),
    )  # fmt: skip
    if "status_code" in received.value:  # vcrpy before 6.0 wrote this for httpx
        status, body = received.get("status_code", int, str), Place(received.value.get("content"), "content")
    else:
        status = received.get("status", dict).get("code", int, str)
        body = Place(received.get("body", dict, default={}).value, f"{received.name}.body")
    headers = _exact(extra.get("response_headers")) or _headers(received)
    if not str(status.value).isdecimal():
        raise status.malformed("a status of HTTP, such as 200")
    response = Response(int(status.value), headers, _body(body), extra.get("fault", ""))
    if metadata is not None:
        return from_metadata(metadata, request, response)
    unusable = "" if response.status >= 100 else "it has no response"
    return imported_interaction(f"{name} entry {number}", request, _decompressed(response), unusable=unusable)


def _decompressed(response: Response) -> Response:
    """The response without the encoding of its content: vcrpy stores either form, with the header of the other."""
    names = {name.lower(): value for name, value in response.headers}
    if "content-encoding" not in names:
        return response
    content = response.content
    if content[:2] == _GZIP or names["content-encoding"].lower() == "deflate":
        try:
            content = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32).decompress(content, _MAX_UNPACKED_BYTES)
        except zlib.error:  # it was decompressed when it was recorded
            content = response.content
    kept = ((name, value) for name, value in response.headers if name.lower() != "content-encoding")
    length = (("content-length", str(len(content))),) if "content-length" in names else ()
    return Response(
        response.status, (*(pair for pair in kept if pair[0].lower() != "content-length"), *length), content
    )


def _headers(message: Place) -> Headers:
    return _flatten(message.get("headers", dict, default={}).value)


def _group(headers: Headers) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = {}
    for name, value in headers:
        grouped.setdefault(name, []).append(value)
    return grouped


def _flatten(headers: Mapping[str, Any]) -> Headers:
    return tuple((str(name), str(value)) for name, values in headers.items() for value in _as_list(values))


def _as_list(values: Any) -> Iterator[Any]:
    yield from values if isinstance(values, list) else [values]


def _exact(headers: Any) -> Headers | None:
    return None if headers is None else tuple((str(name), str(value)) for name, value in headers)


def _text(content: bytes) -> str | bytes:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content


def _body(body: Place) -> bytes:
    """A body: text, bytes, or an object with either, or with base64."""
    value = body.value
    if isinstance(value, dict) and "base64_string" in value:
        return body.get("base64_string", str).decoded()
    if isinstance(value, dict) and (not value or "string" in value):
        return _body(Place(value.get("string"), f"{body.name}.string"))
    if isinstance(value, str):
        return value.encode(errors="surrogatepass")
    if value is None or isinstance(value, bytes):
        return value or b""
    raise body.malformed("text, bytes or nothing")


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def as_base64(content: bytes) -> dict[str, str]:
    """A body that is no text, for a format that has only text."""
    return {"base64_string": base64.b64encode(content).decode()}
