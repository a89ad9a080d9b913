"""The wire: requests and responses as small values, independent of any HTTP library.

A wire is a function from request to response. Parsing is lazy and done once for each request, because many checks read
the same parts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

# sent by every HTTP client: neither an argument nor a constant of an operation
STANDARD_HEADERS: Final = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type"}
)
# about one transfer or one machine, or for browsers: not part of an API
TRANSFER_HEADERS: Final = frozenset(
    {
        "accept-encoding", "age", "connection", "content-security-policy", "content-security-policy-report-only",
        "cookie", "cross-origin-opener-policy", "date", "host", "keep-alive", "nel", "referrer-policy", "report-to",
        "server", "server-timing", "set-cookie", "transfer-encoding", "via", "x-content-type-options",
        "x-frame-options", "x-request-id",
    }
)  # fmt: skip


UNDECLARED: Final = 418  # a status that no API declares
REPEATS: Final = 3  # of one request within a call that show that it polls: retries need a response that is an error


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a multipart body."""

    name: str
    filename: str | None
    content_type: str | None
    content: bytes


@dataclass(frozen=True)
class Request:
    """One HTTP request as it left the client. Header names are lower case, in the order sent."""

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    content: bytes

    def header(self, name: str) -> str | None:
        """The first value of a header, by its lower-case name."""
        return next((value for key, value in self.headers if key == name), None)

    @cached_property
    def path(self) -> str:
        """The path as sent, percent-encoded."""
        return urlsplit(self.url).path

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """Query names and values, decoded, in the order sent."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    @cached_property
    def content_type(self) -> str | None:
        """The media type without its parameters, None if no such header was sent."""
        value = self.header("content-type")
        return None if value is None else value.split(";", 1)[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        """The body as JSON. Raises ValueError if it is not JSON."""
        return json.loads(self.content)

    @cached_property
    def form(self) -> list[tuple[str, str]]:
        """Names and values of a form-encoded body."""
        return parse_qsl(self.content.decode(), keep_blank_values=True)

    @cached_property
    def parts(self) -> list[Part]:
        """The parts of a multipart body (RFC 7578), byte for byte."""
        boundary = re.search(r'boundary="?([^";]+)', self.header("content-type") or "")
        if boundary is None:
            return []
        pieces = self.content.split(b"--" + boundary.group(1).encode())
        return [_parse_part(piece) for piece in pieces[1:-1]]  # the first and the last piece are empty


def _parse_part(piece: bytes) -> Part:
    head, _, body = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    text = head.decode(errors="replace")
    kind = re.search(r"^content-type: *(.*?) *$", text, re.IGNORECASE | re.MULTILINE)
    return Part(
        name=_disposition_parameter(text, "name") or "",
        filename=_disposition_parameter(text, "filename"),
        content_type=kind.group(1).rstrip("\r").partition(";")[0] if kind else None,
        content=body.removesuffix(b"\r\n"),
    )


def _disposition_parameter(head: str, name: str) -> str | None:
    """A parameter of the content disposition; by the HTML standard only quotes and line ends are escaped."""
    match = re.search(rf'[; ]{name}="([^"]*)"', head)
    if match is None:
        return None
    return match.group(1).replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


@dataclass(frozen=True)
class Response:
    """One HTTP response, or a failure of the connection instead.

    `fault` is "" for a response, "refused" if there is no connection, "cut" if it breaks after the headers, "timeout"
    if the server does not respond in time, "flood" if the response exceeds the limits. `targets.client.to_httpx` knows
    more failures, which only occur offline.
    """

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    fault: str = ""

    @cached_property
    def content_type(self) -> str | None:
        """The media type without its parameters."""
        value = next((value for name, value in self.headers if name.lower() == "content-type"), None)
        return None if value is None else value.split(";", 1)[0].strip().lower()


Wire = Callable[[Request], Response]
ValueLocation = Literal["query", "header", "field", "body", "form", "file"]
SentValue = tuple[ValueLocation, str, str]  # location, name, text of the value


def json_response(status: int, payload: Any) -> Response:
    """A response with a JSON body."""
    content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, (("content-type", "application/json"),), content)


def stream_response(items: Iterable[Any], response_format: str) -> Response:
    """A stream of JSON values: one in each line, or server-sent events (HTML standard, 9.2).

    The data of an event is a value with the format "events"; with "event fields", a value has the fields of an event.
    """
    if response_format == "event fields":
        events = ["".join(f"{name}: {_event_text(value)}\n" for name, value in item.items()) for item in items]
        return Response(200, (("content-type", "text/event-stream"),), "\n".join([*events, ""]).encode())
    texts = [json.dumps(item, ensure_ascii=False, separators=(",", ":")) for item in items]
    if response_format == "events":
        content = "".join(f"data: {text}\n\n" for text in texts)
        return Response(200, (("content-type", "text/event-stream"),), content.encode())
    return Response(200, (("content-type", "application/x-ndjson"),), "".join(f"{text}\n" for text in texts).encode())


EVENT_FIELDS: Final = frozenset({"data", "event", "id", "retry"})


def _event_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def sent_values(request: Request) -> Iterator[SentValue]:
    """The values in query, headers and body of a request."""
    for name, value in request.query:
        yield "query", name.split("[", 1)[0], value
    for name, value in request.headers:
        yield "header", name, value
    if not request.content:
        return
    if request.content_type == "multipart/form-data":
        for part in request.parts:
            yield "file" if part.filename is not None else "form", part.name, part.content.decode(errors="replace")
    elif request.content_type == "application/x-www-form-urlencoded":
        for name, value in request.form:
            yield "form", name, value
    else:
        yield from _body_values(request)


def _body_values(request: Request) -> Iterator[SentValue]:
    try:
        body = request.json
    except ValueError:
        yield "body", "", request.content.decode(errors="replace")
        return
    if isinstance(body, dict):
        for name, value in body.items():
            yield "field", name, value if isinstance(value, str) else repr(value)
    else:
        yield "body", "", repr(body)


def repeats_request(requests: Sequence[Request]) -> bool:
    """Whether the last requests of a call are the same one."""
    last = [(request.method, request.url, request.content) for request in requests[-REPEATS:]]
    return len(last) == REPEATS and len(set(last)) == 1
