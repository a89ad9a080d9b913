"""One entry of a log that another program wrote, as an interaction, with an account of what the log lacks.

Browsers leave out contents, the bytes of uploads, and responses that never came; proxies leave out keys that HAR
requires. What is missing is never replaced by something that a server could have sent.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any, Final
from urllib.parse import urlencode

from conformance.cassettes.formats.metadata import Headers, imported_interaction, with_lower_names
from conformance.cassettes.formats.place import Place
from conformance.cassettes.interaction import Interaction
from conformance.wire import Request, Response

BOUNDARY: Final = "conformance"
_ENCODED: Final = frozenset({"content-encoding", "content-length", "transfer-encoding"})
_WITHOUT_BODY: Final = frozenset({204, 205, 304})


def import_entry(entry: Place, number: int, file: str) -> Interaction:
    """The interaction of an entry, which is number `number` of the log. Raises MalformedError."""
    losses: list[str] = []
    request = _request(entry.get("request", dict), losses)
    response, unusable = _response(entry.get("response", dict), request.method, losses)
    return imported_interaction(
        f"{file} entry {number}", request, response,
        date=_date(entry.value.get("startedDateTime")), losses=tuple(losses), unusable=unusable,
    )  # fmt: skip


def _request(sent: Place, losses: list[str]) -> Request:
    method, url = sent.get("method", str).value.upper(), sent.get("url", str).value
    headers = with_lower_names(_headers(sent))
    posted = sent.get("postData", dict, default={})
    content_type = str(posted.get("mimeType", str, default="").value)
    content = _posted(posted, content_type, losses)
    if posted.value and "params" in posted.value and "text" not in posted.value and _is_multipart(content_type):
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        headers = tuple(header for header in headers if header[0] != "content-type")
    if content_type and not any(name == "content-type" for name, _ in headers):
        headers = (*headers, ("content-type", content_type))
    size = sent.value.get("bodySize")
    if not content and isinstance(size, int) and size > 0:
        losses.append(f"the request's body of {size} bytes was not recorded")
    return Request(method, url, tuple(header for header in headers if header[0][:1] != ":"), content)


def _posted(posted: Place, content_type: str, losses: list[str]) -> bytes:
    """A request's body: its text, or what can be made of the fields of a form."""
    text = posted.get("text", str, default="")
    params = posted.get("params", list, default=[])
    if text.value or not params.value:
        if posted.value.get("encoding") == "base64":
            return text.decoded()
        if "\ufffd" in text.value:
            losses.append("the request's body has bytes that are not text; they were not recorded")
        return str(text.value).encode(errors="surrogatepass")
    fields = list(params.items())
    if not _is_multipart(content_type):
        pairs = [(field.get("name", str).value, field.get("value", str, default="").value) for field in fields]
        return urlencode(pairs).encode()
    parts = b"".join(_part(field, losses) for field in fields)
    return parts + f"--{BOUNDARY}--\r\n".encode()


def _part(field: Place, losses: list[str]) -> bytes:
    name = field.get("name", str).value
    value, file_name = field.get("value", str, default=None).value, field.get("fileName", str, default=None).value
    content_type = field.get("contentType", str, default=None).value
    if value is None and file_name is not None:
        losses.append(f"the content of the uploaded file {file_name!r} (form field `{name}`) was not recorded")
    head = f'Content-Disposition: form-data; name="{_quoted(name)}"'
    head += "" if file_name is None else f'; filename="{_quoted(file_name)}"'
    head += "" if content_type is None else f"\r\nContent-Type: {content_type}"
    return f"--{BOUNDARY}\r\n{head}\r\n\r\n{value or ''}\r\n".encode(errors="surrogatepass")


def _quoted(name: str) -> str:
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def _is_multipart(content_type: str) -> bool:
    return content_type.lower().startswith("multipart/")


def _response(received: Place, method: str, losses: list[str]) -> tuple[Response, str]:
    """The response of an entry, and why it cannot be replayed; "" where it can."""
    status = received.get("status", int, str, default=0)
    if not re.fullmatch(r"\d{1,3}", str(status.value)):
        raise status.malformed("a status of HTTP, such as 200")
    code = int(status.value)
    if code < 100:
        return Response(code), "it has no response: the request was blocked, cancelled or had not ended"
    content = received.get("content", dict, default={})
    text = content.get("text", str, default=None)
    headers = _headers(received)
    if text.value is None:
        return Response(code, headers), _missing_body(content, code, method)
    body = text.decoded() if content.value.get("encoding") == "base64" else _encoded(text.value, content)
    return Response(code, _content_headers(headers, content, body, losses), body), ""


def _missing_body(content: Place, status: int, method: str) -> str:
    size = content.value.get("size")
    if size == 0 or status in _WITHOUT_BODY or method == "HEAD":
        return ""
    length = f" of {size} bytes" if isinstance(size, int) and size > 0 else ""
    return f"the response's body{length} was not recorded: export the log again, with contents"


def _encoded(text: str, content: Place) -> bytes:
    """A body in its original character encoding, because logs hold decoded text."""
    charset = re.search(r"charset=\"?([\w.-]+)", str(content.value.get("mimeType", "")))
    try:
        return text.encode(charset[1] if charset else "utf-8")
    except (LookupError, UnicodeEncodeError):
        return text.encode(errors="surrogatepass")


def _content_headers(headers: Headers, content: Place, body: bytes, losses: list[str]) -> Headers:
    """The headers for the decompressed body, with a content type where the log has one only beside the headers."""
    plain = tuple((name, value) for name, value in headers if name[:1] != ":" and name.lower() not in _ENCODED)
    found = (*plain, ("content-length", str(len(body)))) if len(plain) < len(headers) else plain
    if not body or any(name.lower() == "content-type" for name, _ in found):
        return found
    declared = content.get("mimeType", str, default="").value
    if not declared and _is_json(body):
        declared = "application/json"
        losses.append("the response's content type was not recorded; its body is JSON")
    return (*found, ("content-type", declared)) if declared else found


def _is_json(body: bytes) -> bool:
    try:
        json.loads(body)
    except ValueError:
        return False
    return True


def _headers(message: Place) -> Headers:
    return tuple(
        (header.get("name", str).value, str(header.get("value", str, int, default="").value))
        for header in message.get("headers", list, default=[]).items()
    )


def _date(started: Any) -> str:
    try:
        return dt.date.fromisoformat(str(started or "")[:10]).isoformat()
    except ValueError:
        return ""
