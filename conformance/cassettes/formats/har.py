"""HAR 1.2, as browsers and proxies write it: http://www.softwareishard.com/blog/har-12-spec/.

What HAR has no place for stands under `_conformance`; the specification has programs pass over what begins with an
underscore. An entry without that is another program's: see `about.foreign`. Its answer is held decompressed there,
which its headers are made to say. An entry that was never answered is passed over.
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

from conformance.cassettes.formats.metadata import Headers, about, foreign, lowered, told
from conformance.cassettes.interaction import Interaction
from conformance.errors import CassetteUnreadable
from conformance.wire import Request, Response

_CREATOR: Final = {"name": "label-studio-conformance", "version": "1"}
_ENCODED: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})


def write(interactions: Iterable[Interaction]) -> str:
    """The interactions in their order, as one log."""
    log = {"version": "1.2", "creator": _CREATOR, "pages": [], "entries": [_to_entry(each) for each in interactions]}
    return json.dumps({"log": log}, indent=2) + "\n"


def read(text: str, name: str) -> list[Interaction]:
    """The answered entries of a log. Raises CassetteUnreadable."""
    try:
        entries = json.loads(text.removeprefix("\ufeff"))["log"]["entries"]
        return [_from_entry(each, name) for each in entries if "_conformance" in each or each["response"]["status"]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise CassetteUnreadable(
            f"{name}: not a log of HAR 1.2: {type(error).__name__}: {error}\n  Next: export it again, with contents."
        ) from None


def _to_entry(interaction: Interaction) -> dict[str, Any]:
    request, response = interaction.request, interaction.response
    words = about(interaction)
    if _binary(request.content):  # HAR has no place for other bodies than texts
        words["request_body_base64"] = base64.b64encode(request.content).decode()
    if response.fault:
        words["fault"] = response.fault
    return {
        "startedDateTime": f"{_day(interaction.provenance.date)}T00:00:00.000Z",
        "time": 0,
        "request": _asked(request),
        "response": _answered(response),
        "cache": {},
        "timings": {"send": 0, "wait": 0, "receive": 0},
        "_conformance": words,
    }


def _asked(request: Request) -> dict[str, Any]:
    body = {"mimeType": request.header("content-type") or "", "text": request.content.decode(errors="replace")}
    return {
        "method": request.method,
        "url": request.url,
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _named(request.headers),
        "queryString": _named(_query(request.url)),
        **({"postData": body} if request.content else {}),
        "headersSize": -1,
        "bodySize": len(request.content),
    }


def _answered(response: Response) -> dict[str, Any]:
    binary = _binary(response.content)
    text = base64.b64encode(response.content).decode() if binary else response.content.decode()
    return {
        "status": response.status,
        "statusText": HTTPStatus(response.status).phrase if response.status in set(HTTPStatus) else "",
        "httpVersion": "HTTP/1.1",
        "cookies": [],
        "headers": _named(response.headers),
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
    asked, answered, words = entry["request"], entry["response"], entry.get("_conformance")
    if words is None:
        request = Request(asked["method"], asked["url"], lowered(_pairs(asked)), _posted(asked.get("postData") or {}))
        content = _received(answered["content"])
        response = Response(int(answered["status"]), _as_held(_pairs(answered), content), content)
        return foreign(name, request, response, _day_of(entry))
    content = _posted(asked.get("postData") or {})
    if "request_body_base64" in words:
        content = base64.b64decode(words["request_body_base64"], validate=True)
    request = Request(asked["method"], asked["url"], _pairs(asked), content)
    answer = _content(answered["content"])
    return told(words, request, Response(answered["status"], _pairs(answered), answer, words.get("fault", "")))


def _posted(body: Mapping[str, Any]) -> bytes:
    """A request's body: its text, or the fields of a form that stand in its place."""
    if "text" in body or not body.get("params"):
        return str(body.get("text", "")).encode()
    return urlencode([(each["name"], each.get("value", "")) for each in body["params"]]).encode()


def _content(content: Mapping[str, Any]) -> bytes:
    text = content.get("text") or ""
    return base64.b64decode(text) if content.get("encoding") == "base64" else str(text).encode()


def _received(content: Mapping[str, Any]) -> bytes:
    """The content in the encoding that it was received in: logs hold texts decoded."""
    charset = re.search(r"charset=\"?([\w.-]+)", str(content.get("mimeType", "")))
    try:
        text = str(content.get("text") or "")
        return text.encode(charset[1]) if charset and content.get("encoding") != "base64" else _content(content)
    except (LookupError, UnicodeEncodeError):
        return _content(content)


def _pairs(message: Mapping[str, Any]) -> Headers:
    return tuple((str(each["name"]), str(each["value"])) for each in message["headers"])


def _as_held(headers: Headers, content: bytes) -> Headers:
    """The headers for the content as a log holds it, without those that only HTTP/2 has."""
    plain = tuple((name, value) for name, value in headers if name[:1] != ":" and name.lower() not in _ENCODED)
    return (*plain, ("content-length", str(len(content)))) if len(plain) < len(headers) else plain


def _named(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in pairs]


def _query(url: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:  # an address that no client would have sent
        return []


def _header(headers: Headers, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _binary(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return True
    return False


def _day(date: str) -> str:
    try:
        return dt.date.fromisoformat(date).isoformat()
    except ValueError:
        return "1970-01-01"


def _day_of(entry: Mapping[str, Any]) -> str:
    try:
        return dt.date.fromisoformat(str(entry.get("startedDateTime", ""))[:10]).isoformat()
    except ValueError:
        return ""
