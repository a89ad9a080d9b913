"""HAR 1.2, as browsers and proxies write it: http://www.softwareishard.com/blog/har-12-spec/.

What HAR has no key for is under `_conformance`; by the specification, programs ignore keys that begin with an
underscore. An entry without that key comes from another program: see `har_entry`.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from conformance.cassettes.formats.har_entry import import_entry
from conformance.cassettes.formats.metadata import Headers, from_metadata, to_metadata
from conformance.cassettes.formats.place import MalformedError, Place
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable
from conformance.wire import Request, Response

_CREATOR: Final = {"name": "label-studio-conformance", "version": "1"}


def write(interactions: Iterable[Interaction]) -> str:
    """The interactions in their order, as one log."""
    log = {
        "version": "1.2",
        "creator": _CREATOR,
        "pages": [],
        "entries": [_to_entry(interaction) for interaction in interactions],
    }
    return json.dumps({"log": log}, indent=2) + "\n"


def read(text: str, name: str) -> list[Interaction]:
    """The entries of a log. Raises CassetteUnreadable."""
    try:
        log = Place(json.loads(text.removeprefix("\ufeff")), "").get("log", dict)
        entries = log.get("entries", list).items()
        return [_from_entry(entry, number, name) for number, entry in enumerate(entries, start=1)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        kind = "" if isinstance(error, MalformedError) else f"{type(error).__name__}: "
        raise CassetteUnreadable(
            f"{name}: not a log of HAR 1.2: {kind}{error}\n  Next: export it again, with contents."
        ) from None


def _to_entry(interaction: Interaction) -> dict[str, Any]:
    request, response = interaction.request, interaction.response
    metadata = to_metadata(interaction)
    if _is_binary(request.content):  # HAR has a key for text only
        metadata["request_body_base64"] = base64.b64encode(request.content).decode()
    if response.fault:
        metadata["fault"] = response.fault
    return {
        "startedDateTime": f"{_valid_date(interaction.provenance.date)}T00:00:00.000Z",
        "time": 0,
        "request": _request_to_json(request),
        "response": _response_to_json(response),
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "_conformance": metadata,
    }


def _request_to_json(request: Request) -> dict[str, Any]:
    body = {"mimeType": request.header("content-type") or "", "text": request.content.decode(errors="replace")}
    return {
        "method": request.method,
        "url": request.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _to_objects(request.headers),
        "queryString": _to_objects(_query(request.url)),
        **({"postData": body} if request.content else {}),
        "headersSize": -1,
        "bodySize": len(request.content),
    }


def _response_to_json(response: Response) -> dict[str, Any]:
    binary = _is_binary(response.content)
    text = base64.b64encode(response.content).decode() if binary else response.content.decode()
    return {
        "status": response.status,
        "statusText": HTTPStatus(response.status).phrase if response.status in set(HTTPStatus) else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _to_objects(response.headers),
        "content": {
            "size": len(response.content),
            "mimeType": _header(response.headers, "content-type"),
            "text": text,
            **({"encoding": "base64"} if binary else {}),
        },
        "redirectURL": _header(response.headers, "location"),
        "headersSize": -1,
        "bodySize": len(response.content),
    }


def _from_entry(place: Place, number: int, name: str) -> Interaction:
    entry = place.require(dict).value
    metadata = entry.get("_conformance")
    if metadata is None:
        return import_entry(place, number, name)
    sent, received = entry["request"], entry["response"]
    content = str((sent.get("postData") or {}).get("text", "")).encode()
    if "request_body_base64" in metadata:
        content = base64.b64decode(metadata["request_body_base64"], validate=True)
    request = Request(sent["method"], sent["url"], _headers(sent), content)
    body = _response_body(received["content"])
    response = Response(received["status"], _headers(received), body, metadata.get("fault", ""))
    return from_metadata(metadata, request, response)


def _response_body(content: Mapping[str, Any]) -> bytes:
    text = content.get("text") or ""
    return base64.b64decode(text) if content.get("encoding") == "base64" else str(text).encode()


def _headers(message: Mapping[str, Any]) -> Headers:
    return tuple((str(header["name"]), str(header["value"])) for header in message["headers"])


def _to_objects(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:  # a malformed URL
        return []


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _is_binary(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def _valid_date(date: str) -> str:
    try:
        return dt.date.fromisoformat(date).isoformat()
    except ValueError:
        return "1970-01-01"
