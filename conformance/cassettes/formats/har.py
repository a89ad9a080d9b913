"""HAR 1.2, as browsers and proxies write it: http://www.softwareishard.com/blog/har-12-spec/.

What HAR has no key for is under `_conformance`; by the specification, programs ignore keys that begin with an
underscore. An entry without that key comes from another program: see `metadata.imported_interaction`. Its response is
decompressed, and its headers are adapted to that. An entry without a response is ignored.
"""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit

from conformance.cassettes.formats.metadata import (
    Headers,
    from_metadata,
    imported_interaction,
    to_metadata,
    with_lower_names,
)
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable
from conformance.wire import Request, Response

_CREATOR: Final = {"name": "label-studio-conformance", "version": "1"}
_ENCODED: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})


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
    """The entries of a log that have a response. Raises CassetteUnreadable."""
    try:
        entries = json.loads(text.removeprefix("\ufeff"))["log"]["entries"]
        complete = [entry for entry in entries if "_conformance" in entry or entry["response"]["status"]]
        return [_from_entry(entry, name) for entry in complete]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CassetteUnreadable(
            f"{name}: not a log of HAR 1.2: {type(error).__name__}: {error}\n  Next: export it again, with contents."
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


def _from_entry(entry: Mapping[str, Any], name: str) -> Interaction:
    sent, received, metadata = entry["request"], entry["response"], entry.get("_conformance")
    if metadata is None:
        return _import_entry(entry, name)
    content = _request_body(sent.get("postData") or {})
    if "request_body_base64" in metadata:
        content = base64.b64decode(metadata["request_body_base64"], validate=True)
    request = Request(sent["method"], sent["url"], _headers(sent), content)
    body = _response_body(received["content"])
    response = Response(received["status"], _headers(received), body, metadata.get("fault", ""))
    return from_metadata(metadata, request, response)


def _import_entry(entry: Mapping[str, Any], name: str) -> Interaction:
    sent, received = entry["request"], entry["response"]
    content = _request_body(sent.get("postData") or {})
    request = Request(sent["method"], sent["url"], with_lower_names(_headers(sent)), content)
    body = _encoded_response_body(received["content"])
    response = Response(int(received["status"]), _without_encoding(_headers(received), body), body)
    return imported_interaction(name, request, response, _entry_date(entry))


def _request_body(body: Mapping[str, Any]) -> bytes:
    """A request's body: its text, or the fields of a form."""
    if "text" in body or not body.get("params"):
        return str(body.get("text", "")).encode()
    return urlencode([(field["name"], field.get("value", "")) for field in body["params"]]).encode()


def _response_body(content: Mapping[str, Any]) -> bytes:
    text = content.get("text") or ""
    return base64.b64decode(text) if content.get("encoding") == "base64" else str(text).encode()


def _encoded_response_body(content: Mapping[str, Any]) -> bytes:
    """A response's body in its original character encoding, because logs hold decoded text."""
    charset = re.search(r"charset=\"?([\w.-]+)", str(content.get("mimeType", "")))
    try:
        text = str(content.get("text") or "")
        return text.encode(charset[1]) if charset and content.get("encoding") != "base64" else _response_body(content)
    except (LookupError, UnicodeEncodeError):
        return _response_body(content)


def _headers(message: Mapping[str, Any]) -> Headers:
    return tuple((str(header["name"]), str(header["value"])) for header in message["headers"])


def _without_encoding(headers: Headers, content: bytes) -> Headers:
    """The headers for the decompressed content, without the pseudo-headers of HTTP/2."""
    plain = tuple((name, value) for name, value in headers if name[:1] != ":" and name.lower() not in _ENCODED)
    return (*plain, ("content-length", str(len(content)))) if len(plain) < len(headers) else plain


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


def _entry_date(entry: Mapping[str, Any]) -> str:
    try:
        return dt.date.fromisoformat(str(entry.get("startedDateTime", ""))[:10]).isoformat()
    except ValueError:
        return ""
