"""Whether a server has an operation, inferred from how web frameworks respond.

A 404 is ambiguous: either the route does not exist, or the resource. A router without such a path sends a page for
browsers; a view that does not find its resource sends JSON and names the methods that it has (`Allow`). Where that
leaves a doubt, the server's document and other responses of the same path decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from conformance.contract.document import SpecOperation, is_json
from conformance.contract.model import Operation
from conformance.contract.url_shape import path_shape
from conformance.wire import Response

Presence = Literal["exists", "not on this server", "unknown"]
Sibling = tuple[Operation, Response]
_NOT_FOUND, _NOT_ALLOWED, _NOT_IMPLEMENTED = 404, 405, 501
_REDIRECTS: Final = range(300, 400)
_FAILURES: Final = range(500, 600)
_DENIED: Final = frozenset({401, 403})


@dataclass(frozen=True, slots=True)
class Route:
    """Whether a server has an operation. `reason` is the evidence, without a full stop."""

    presence: Presence
    reason: str

    @property
    def is_absent(self) -> bool:
        """The server does not have the operation: its responses say nothing about it."""
        return self.presence == "not on this server"


def route(
    operation: Operation,
    response: Response,
    described: Iterable[SpecOperation] | None = None,
    siblings: Iterable[Sibling] = (),
) -> Route:
    """Infer from a response whether the server has the operation.

    `described` are the operations of the server's document, None if it has none. `siblings` are other responses of the
    same server; those to the same verb and path count.
    """
    if response.fault:
        return Route("unknown", f"there was no response ({response.fault})")
    spelling = _spelling(operation, described)
    status = response.status
    if status == _NOT_ALLOWED:
        allowed = response_header(response, "allow")
        exists = f"the path exists for {allowed}" if allowed else "the path exists"
        return Route("not on this server", f"{exists}, and {operation.method} is not allowed")
    if status == _NOT_IMPLEMENTED:
        return Route("not on this server", "the server responds with 501 Not Implemented")
    if status == _NOT_FOUND:
        return _not_found(operation, response, spelling, siblings)
    return _route_of_response(operation, response, spelling)


def _route_of_response(operation: Operation, response: Response, spelling: str | None) -> Route:
    """The route of a response that is neither 404, 405 nor 501."""
    status, is_page = response.status, response.content_type == "text/html"
    if status in _REDIRECTS:
        return Route("unknown", f"the server responds with {status} and redirects")
    if status in _FAILURES and not _is_json_response(response) and spelling != operation.url:
        return Route("unknown", f"the server fails with {status}, which says nothing about the path")
    if status in _DENIED and is_page and not response_header(response, "allow"):
        return Route("unknown", f"the server responds with {status} and a page for browsers")
    if is_page and operation.shape in {"value", "pager"} and status < 300:
        return Route(
            "not on this server", f"{status} with a page for browsers in place of JSON: the server's start page"
        )
    return Route("exists", f"the server responds with {status}")


def _not_found(operation: Operation, response: Response, spelling: str | None, siblings: Iterable[Sibling]) -> Route:
    allowed = response_header(response, "allow")
    if _is_json_response(response) and allowed:
        return Route("exists", f"404 of a view that allows {allowed}: the resource does not exist")
    for other, sibling in siblings:
        if _key(other) == _key(operation) and route(other, sibling).presence == "exists":
            return Route("exists", f"404, and another request to the same path got {sibling.status}")
    content = response.content_type or "no content"
    if spelling == operation.url:
        return Route("unknown", f"404 with {content}, although the server's document describes the operation")
    if spelling is not None and spelling:
        return Route("not on this server", f"404 with {content}; the server's document spells the path {spelling}")
    if not _is_json_response(response):
        undescribed = "" if spelling is None else ", and the server's document does not describe it"
        return Route("not on this server", f"404 with {content} and without `Allow`: no view responded{undescribed}")
    if spelling is None:
        return Route("unknown", "404 with JSON, which leaves open whether the route or the resource is missing")
    return Route("not on this server", "404, and the server's document does not describe it")


def _is_json_response(response: Response) -> bool:
    """A view of an API responded: the body is JSON, not a page."""
    return response.content_type is not None and is_json(response.content_type)


def _key(operation: Operation) -> tuple[str, str]:
    return operation.method.upper(), path_shape(operation.url).strip("/")


def _spelling(operation: Operation, described: Iterable[SpecOperation] | None) -> str | None:
    """How the document spells the operation's path: as the operation's own URL if they agree, "" if it is absent.

    None if there is no document.
    """
    if described is None:
        return None
    shape = path_shape(operation.url).strip("/")
    spelling = ""
    for other in described:
        if other.method == operation.method.upper() and path_shape(other.path).strip("/") == shape:
            if path_shape(other.path).endswith("/") == path_shape(operation.url).endswith("/"):
                return operation.url
            spelling = other.path
    return spelling


def response_header(response: Response, name: str) -> str:
    """The first value of a header, by its lower-case name; "" if it was not sent."""
    return next((value for key, value in response.headers if key.lower() == name), "")
