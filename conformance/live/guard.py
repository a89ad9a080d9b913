"""Guard: refuses every request that would change or delete what the run did not create."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from conformance.contract.url_shape import shape_of
from conformance.generate.links import Links, Resource
from conformance.servers.ledger import Ledger
from conformance.targets.live_recipe import LiveRecipe
from conformance.wire import Request

Mode = Literal["read-only", "owned"]
SAFE_METHODS: Final = frozenset({"GET", "HEAD"})  # RFC 9110, section 9.2.1; an SDK sends no others of those
READ_ONLY: Final = "the mode read-only sends only GET and HEAD"
_IDENTITY: Final = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,}")
_MAX_EXACT: Final = 2**53  # integers below it are exact as floating-point numbers


class NotPermitted(BaseException):
    """A request must not be sent. Not an Exception: no broad `except` of an SDK may swallow it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Guard:
    """Decides for each request whether it may be sent.

    Everything is permitted on a managed server, which the run started itself. On any other server, a request that
    changes something is permitted in two cases: every identity in its path is in the ledger; or it creates something
    that the ledger can find again, because it belongs to a resource of the run or carries the run's name prefix. An
    identity in its body that refers to anything else stops it, too.

    `harmless` are the shapes, "VERB /path/{}", of requests that change nothing, with any method. Without `prefixed`,
    new objects need not carry the prefix: the ledger gets their identities from the responses.
    """

    mode: Mode
    managed: bool
    ledger: Ledger
    links: Links
    harmless: frozenset[str] = frozenset()
    prefixed: bool = True

    def __call__(self, request: Request) -> None:
        """Raises NotPermitted."""
        if not self.may_send(request.method):
            raise NotPermitted(READ_ONLY)
        if request.method in SAFE_METHODS:
            return
        if not self.managed:
            self._require_owned(request)

    def may_send(self, method: str) -> bool:
        """Whether the mode allows any request with this method."""
        return self.mode != "read-only" or method in SAFE_METHODS

    def _require_owned(self, request: Request) -> None:
        path = request.path.rstrip("/")
        shape = request_shape(request)
        if shape in self.harmless:
            return
        steps = path.split("/")
        identities = [position for position, step in enumerate(steps) if _IDENTITY.fullmatch(step)]
        for position in identities:
            item = "/".join(steps[: position + 1])
            if item not in self.ledger.owned:
                raise NotPermitted(f"this run did not create `{item}`")
        parents = [*identities, *self._owned_references(request)]
        creatable = self.creatable(request)
        if not identities and not creatable:
            raise NotPermitted("it would change what this run did not create")
        if not parents and not any(resource.delete for resource in creatable):
            raise NotPermitted("no operation could delete what it creates")
        if self.prefixed and not parents and self.ledger.prefix.encode() not in request.content:
            raise NotPermitted("the new object would not carry this run's name prefix")

    def creatable(self, request: Request) -> list[Resource]:
        """The resources that a request can create."""
        shape = request_shape(request)
        return [
            resource
            for resource in self.links.resources.values()
            if resource.create and shape == f"POST {shape_of(self.links.operations[resource.create].url)}"
        ]

    def _owned_references(self, request: Request) -> Iterator[str]:
        """The resources that body and query refer to. Raises NotPermitted for one that the run did not create."""
        for name, value in (*_body_pairs(request), *request.query):
            resource = self.links.by_argument_name(name)
            if resource is None or not resource.create:
                continue
            for item in value if isinstance(value, list) else [value]:
                identity = _identity_text(item)
                if isinstance(item, bool) or not _IDENTITY.fullmatch(identity):
                    continue
                path = f"{resource.collection}/{identity}"
                if not any(_matches(path, owned) for owned in self.ledger.owned):
                    raise NotPermitted(f"`{name}` refers to `{path}`, which this run did not create")
                yield path


def request_shape(request: Request) -> str:
    """The method and the path of a request, with `{}` for each identity: "POST /api/projects/{}/import"."""
    return f"{request.method} {shape_of(_IDENTITY.sub('{x}', request.path.rstrip('/')))}"


def identities_of(request: Request) -> list[str]:
    """The identities in the path of a request, from left to right."""
    return [step for step in request.path.split("/") if _IDENTITY.fullmatch(step)]


def harmless_shapes(links: Links, recipe: LiveRecipe) -> frozenset[str]:
    """The shapes of requests that change nothing, with any method, according to the recipe."""
    return frozenset(
        f"{operation.method} {shape_of(operation.url)}"
        for path, operation in links.operations.items()
        if operation.method not in SAFE_METHODS and any(entry.safe for entry in recipe.operations.get(path, ()))
    )


def _identity_text(value: Any) -> str:
    """An identity as a server may read it: real ones take `3.0`, " 3" and "03" for 3."""
    text = str(value).strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:.0f}" if number.is_integer() and abs(number) < _MAX_EXACT else text


def _body_pairs(request: Request) -> Iterator[tuple[str, Any]]:
    """The names and values in the body, at any depth."""
    try:
        match request.content_type:
            case "multipart/form-data":
                parts = (part for part in request.parts if part.filename is None)
                yield from ((part.name, part.content.decode(errors="replace")) for part in parts)
            case "application/x-www-form-urlencoded":
                yield from request.form
            case _:
                yield from _json_pairs(request.json if request.content else None)
    except ValueError:
        return


def _json_pairs(value: Any) -> Iterator[tuple[str, Any]]:
    for name, item in value.items() if isinstance(value, dict) else ():
        yield name, item
        yield from _json_pairs(item)
    for item in value if isinstance(value, list) else ():
        yield from _json_pairs(item)


def _matches(path: str, owned: str) -> bool:
    """Whether an owned path is that path; `{}` matches any identity."""
    steps, others = path.split("/"), owned.split("/")
    return len(steps) == len(others) and all(step in {"{}", other} for step, other in zip(steps, others, strict=True))
