"""The wire: requests and responses as small values of our own, and how a request is taken apart.

A wire is a function from request to response. Parsing is lazy and done once for each request: many checks ask
the same request the same questions.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlsplit

# what every HTTP client sends: nothing that an argument or a constant of an operation could be
STANDARD_HEADERS: Final = frozenset(
    {"host", "accept", "accept-encoding", "connection", "user-agent", "content-length", "content-type"}
)
# about one transfer, one machine, or for browsers: no part of an API
TRANSFER_HEADERS: Final = frozenset(
    {
        "accept-encoding", "age", "connection", "content-security-policy", "content-security-policy-report-only",
        "cookie", "cross-origin-opener-policy", "date", "host", "keep-alive", "nel", "referrer-policy", "report-to",
        "server", "server-timing", "set-cookie", "transfer-encoding", "via", "x-content-type-options",
        "x-frame-options", "x-request-id",
    }
)  # fmt: skip


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
        """The path as sent, percent-encoding untouched."""
        return urlsplit(self.url).path

    @cached_property
    def query(self) -> list[tuple[str, str]]:
        """Query names and values, decoded, in the order sent."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    @cached_property
    def content_type(self) -> str | None:
        """The media type without its parameters, None when no header was sent."""
        value = self.header("content-type")
        return None if value is None else value.split(";", 1)[0].strip().lower()

    @cached_property
    def json(self) -> Any:
        """The body as JSON. Raises ValueError where it is none."""
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
        return [_part(piece) for piece in pieces[1:-1]]  # before the first and after the last is nothing


def _part(piece: bytes) -> Part:
    head, _, body = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    text = head.decode(errors="replace")
    kind = re.search(r"^content-type: *(.*?) *$", text, re.IGNORECASE | re.MULTILINE)
    return Part(
        name=_named(text, "name") or "",
        filename=_named(text, "filename"),
        content_type=kind.group(1).rstrip("\r").partition(";")[0] if kind else None,
        content=body.removesuffix(b"\r\n"),
    )


def _named(head: str, name: str) -> str | None:
    """A parameter of the content disposition: the HTML standard escapes quotes and line ends, and nothing else."""
    found = re.search(rf'[; ]{name}="([^"]*)"', head)
    if found is None:
        return None
    return found.group(1).replace("%22", '"').replace("%0D", "\r").replace("%0A", "\n")


@dataclass(frozen=True)
class Response:
    """One HTTP response, or a failure of the connection in its place.

    `fault` is "" for a response, "refused" when no connection is made, "cut" when it breaks after the headers,
    "timeout" when the server does not answer in time, "flood" when it goes on answering beyond all bounds.
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
SentValue = tuple[ValueLocation, str, str]  # where on the wire, under which name, the text of the value


def json_response(status: int, payload: Any) -> Response:
    """A response with a JSON body."""
    content = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(status, (("content-type", "application/json"),), content)


def sent_values(request: Request) -> Iterator[SentValue]:
    """Everything that a request carries besides its path and its standard headers."""
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
        yield from _body_places(request)


def _body_places(request: Request) -> Iterator[SentValue]:
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
