"""Requests, responses and outcomes as text for evidence, and a request as a curl command.

Credentials never appear: the authorization header is replaced wherever a request becomes text.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection
from typing import Final

from conformance.exchange.json_equality import same_json
from conformance.exchange.model import Exchange
from conformance.redaction.patterns import Secrecy, secrecy_of
from conformance.wire import TRANSFER_HEADERS, Request, Response

MAX_BODY: Final = 2000  # characters of a body in evidence
CREDENTIALS: Final = "<credentials>"
_LEFT_OUT: Final = frozenset({"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"})
# The text of an SDK exception contains all headers of the response, as a dict.
_HEADERS_OF_ERROR: Final = re.compile(r"headers: \{.*?\}, status_code: ", re.DOTALL)
_HEADER: Final = rf"""'(?:{"|".join(sorted(TRANSFER_HEADERS))})': (?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_TRANSFER_HEADER: Final = re.compile(f"(?:, {_HEADER})+(?=}})|{_HEADER}, |{_HEADER}")


def shorten(text: str, most: int = 300) -> str:
    """The text on one line, shortened to `most` characters."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 3] + "..."


def body_text(content: bytes) -> str:
    """A body for people: bytes that are not UTF-8 are escaped, a long body is cut."""
    text = content.decode("utf-8", errors="backslashreplace")
    return text if len(text) <= MAX_BODY else f"{text[:MAX_BODY]}... ({len(content)} bytes in all)"


def evidence_headers(request: Request, machine_headers: Collection[str]) -> list[tuple[str, str]]:
    """The headers that evidence shows: without those of the machine, and without credentials and boundaries."""
    is_multipart = request.content_type == "multipart/form-data"
    headers = []
    for name, value in request.headers:
        if name in _LEFT_OUT or name in machine_headers:
            continue
        text = CREDENTIALS if secrecy_of(name) is Secrecy.CERTAIN else value
        headers.append((name, "multipart/form-data" if is_multipart and name == "content-type" else text))
    return headers


def request_text(request: Request, machine_headers: Collection[str] = ()) -> str:
    """A request as an HTTP message, without headers that describe the machine and without multipart boundaries.

    A boundary is random. `machine_headers` are the names that the target lists, in lower case.
    """
    headers = evidence_headers(request, machine_headers)
    head = [f"{request.method} {request.url}", *(f"{name}: {value}" for name, value in headers)]
    if request.content_type == "multipart/form-data":
        body = "\n".join(f"{p.name} {p.filename!r} {p.content_type} {p.content!r}" for p in request.parts)
    else:
        body = body_text(request.content)
    return "\n".join(head) + (f"\n\n{body}" if body else "")


def same_request(one: Request, other: Request, machine_headers: Collection[str] = ()) -> bool:
    """Two requests that mean the same to a server.

    Query and headers count in any order, JSON by value, multipart bodies part by part (a boundary is random), other
    bodies byte for byte.
    """
    if _address(one) != _address(other):
        return False
    if sorted(evidence_headers(one, machine_headers)) != sorted(evidence_headers(other, machine_headers)):
        return False
    if one.content_type == "multipart/form-data":
        return one.parts == other.parts
    if one.content_type == "application/json" and one.content and other.content:
        return same_json(one.json, other.json)
    return one.content == other.content


def _address(request: Request) -> tuple[str, str, list[tuple[str, str]]]:
    return request.method, request.path, sorted(request.query)


def response_text(response: Response) -> str:
    """A response as an HTTP message, without headers about the transfer, the machine and browser policies."""
    if response.fault == "refused":
        return "(connection refused)"
    head = [str(response.status), *(f"{name}: {value}" for name, value in api_headers(response).items())]
    body = body_text(response.content) + (" (connection cut here)" if response.fault == "cut" else "")
    return "\n".join(head) + (f"\n\n{body}" if body else "")


def api_headers(response: Response) -> dict[str, str]:
    """The headers of a response that belong to the API."""
    return {name: value for name, value in response.headers if name.lower() not in TRANSFER_HEADERS}


def error_text(text: str) -> str:
    """The text of an exception without the headers that evidence leaves out."""
    return _HEADERS_OF_ERROR.sub(lambda headers: _TRANSFER_HEADER.sub("", headers[0]), text, count=1)


def outcome_text(exchange: Exchange) -> str:
    """The result or the exception of the call."""
    if exchange.raised is not None:
        return f"raised {error_text(exchange.raised.text)}"[:MAX_BODY]
    if exchange.endless:
        return f"stopped after {len(exchange.requests)} requests"
    text = repr(exchange.value)
    return f"returned {text if len(text) <= MAX_BODY else text[:MAX_BODY] + '...'}"


def curl(request: Request, machine_headers: Collection[str] = ()) -> str:
    """The request as a curl command, with the credentials in the environment variable `API_KEY`."""
    words = ["curl", "--globoff", "-X", request.method, shlex.quote(request.url)]
    is_multipart = request.content_type == "multipart/form-data"
    for name, value in evidence_headers(request, machine_headers):
        if name == "authorization":
            scheme = (request.header("authorization") or "").rpartition(" ")[0]
            words += ["-H", f'"Authorization: {scheme} $API_KEY"']
        elif not (is_multipart and name == "content-type"):
            words += ["-H", shlex.quote(f"{name}: {value}")]
    if is_multipart:
        for part in request.parts:
            content = f"@{part.filename}" if part.filename else repr(part.content)
            words += ["-F", shlex.quote(f"{part.name}={content}")]
    elif request.content:
        words += ["--data-raw", shlex.quote(request.content.decode("utf-8", errors="backslashreplace"))]
    return " ".join(words)
