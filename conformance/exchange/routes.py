"""Route knowledge: whether a server has an operation at all, told from what it answered to it.

A 404 is ambiguous: the route may not be there, or the resource. Frameworks answer the two differently. A router that
knows no such path gives its page for browsers; a view that does not find its resource speaks JSON, and names the
methods that it has (`Allow`). Where that leaves a doubt, the server's document and other answers of that path decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from conformance.contract.document import SpecOperation, is_json
from conformance.contract.model import Operation
from conformance.contract.openapi import path_shape
from conformance.wire import Response

Presence = Literal["exists", "not on this server", "unknown"]
Sibling = tuple[Operation, Response]
_NOT_FOUND, _NOT_ALLOWED, _NOT_IMPLEMENTED = 404, 405, 501
_REDIRECTS: Final = range(300, 400)
_FAILURES: Final = range(500, 600)
_CLOSED: Final = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Route:
    """Whether a server has an operation, and how that is known, as a sentence without a full stop."""

    presence: Presence
    reason: str

    @property
    def is_absent(self) -> bool:
        """The server does not have it: nothing that it answers tells anything of the operation."""
        return self.presence == "not on this server"


def route(
    operation: Operation,
    response: Response,
    described: Iterable[SpecOperation] | None = None,
    siblings: Iterable[Sibling] = (),
) -> Route:
    """What an answer to an operation tells of its being on the server.

    `described` are the operations of the server's document, None where there is none. `siblings` are other answers of
    the same server; those to the same verb and path count.
    """
    if response.fault:
        return Route("unknown", f"there was no answer ({response.fault})")
    spelling = _spelling(operation, described)
    status = response.status
    if status == _NOT_ALLOWED:
        allowed = response_header(response, "allow")
        there = f"the path is there for {allowed}" if allowed else "the path is there"
        return Route("not on this server", f"{there}, and {operation.method} is not allowed")
    if status == _NOT_IMPLEMENTED:
        return Route("not on this server", "the server answers 501 Not Implemented")
    if status == _NOT_FOUND:
        return _not_found(operation, response, spelling, siblings)
    return _answered(operation, response, spelling)


def _answered(operation: Operation, response: Response, spelling: str | None) -> Route:
    """An answer other than that something was not found."""
    status, of = response.status, response.content_type or "nothing"
    page = of == "text/html"
    if status in _REDIRECTS:
        return Route("unknown", f"the server answers {status} and leads elsewhere")
    if status in _FAILURES and not _speaks(response) and spelling != operation.url:
        return Route("unknown", f"the server fails with {status} before it says anything of the path")
    if status in _CLOSED and page and not response_header(response, "allow"):
        return Route("unknown", f"the server answers {status} with a page for browsers")
    if page and operation.shape in {"value", "pager"} and status < 300:
        return Route(
            "not on this server", f"{status} with a page for browsers in place of JSON: the server's start page"
        )
    return Route("exists", f"the server answers it with {status}")


def _not_found(operation: Operation, response: Response, spelling: str | None, siblings: Iterable[Sibling]) -> Route:
    allowed = response_header(response, "allow")
    if _speaks(response) and allowed:
        return Route("exists", f"404 of a view that allows {allowed}: the resource is not there")
    for other, answer in siblings:
        if _key(other) == _key(operation) and route(other, answer).presence == "exists":
            return Route("exists", f"404, and another request to the same path was answered with {answer.status}")
    of = response.content_type or "no content"
    if spelling == operation.url:
        return Route("unknown", f"404 with {of}, although the server's document describes the operation")
    if spelling is not None and spelling:
        return Route("not on this server", f"404 with {of}; the server's document spells the path {spelling}")
    if not _speaks(response):
        beside = "" if spelling is None else ", and the server's document does not describe it"
        return Route("not on this server", f"404 with {of} and without `Allow`: no view answered{beside}")
    if spelling is None:
        return Route("unknown", "404 with JSON that does not tell whether route or resource is missing")
    return Route("not on this server", "404, and the server's document does not describe it")


def _speaks(response: Response) -> bool:
    """A view of an API answered: JSON came, not a page."""
    return response.content_type is not None and is_json(response.content_type)


def _key(operation: Operation) -> tuple[str, str]:
    return operation.method.upper(), path_shape(operation.url).strip("/")


def _spelling(operation: Operation, described: Iterable[SpecOperation] | None) -> str | None:
    """How the document spells the operation's path: its own URL where it does the same; "" for not at all.

    None where there is no document.
    """
    if described is None:
        return None
    shape = path_shape(operation.url).strip("/")
    found = ""
    for each in described:
        if each.method == operation.method.upper() and path_shape(each.path).strip("/") == shape:
            if path_shape(each.path).endswith("/") == path_shape(operation.url).endswith("/"):
                return operation.url
            found = each.path
    return found


def response_header(response: Response, name: str) -> str:
    """The first value of a header, by its lower-case name; "" where it was not sent."""
    return next((value for key, value in response.headers if key.lower() == name), "")
