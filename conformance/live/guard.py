"""Guard: what may be sent to a server. Nothing that the run did not make is changed or deleted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from conformance.contract.openapi import shape_of
from conformance.generate.links import Links
from conformance.servers.ledger import Ledger
from conformance.wire import Request

Mode = Literal["read-only", "owned"]
SAFE_METHODS: Final = frozenset({"GET", "HEAD"})  # RFC 9110, section 9.2.1; an SDK sends no others of those
_IDENTITY: Final = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,}")
_EXACT: Final = 2**53  # whole numbers below it are exact as floating-point numbers


class NotPermitted(BaseException):
    """A request that must not be sent. Not an Exception: no SDK's broad `except` may swallow it."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Guard:
    """Says of each request whether it may be sent.

    On a server of the run's own everything may. `harmless` are the shapes, "VERB /path/{}", of requests that change
    nothing whatever their verb. On any other server a request that changes something is sent only where every identity
    in its path is one of the ledger's, or where it makes something that the ledger can find again: inside of something
    that the run made, or by a name that begins as the run's do. Identities in its body that name something of somebody
    else stop it, too.
    """

    mode: Mode
    own: bool
    ledger: Ledger
    links: Links
    harmless: frozenset[str] = frozenset()

    def __call__(self, request: Request) -> None:
        """Raises NotPermitted."""
        if request.method in SAFE_METHODS:
            return
        if self.mode == "read-only":
            raise NotPermitted("the mode is read-only")
        if self.own:
            return
        self._insist_on_own(request)

    def _insist_on_own(self, request: Request) -> None:
        path = request.path.rstrip("/")
        shape = f"{request.method} {shape_of(_IDENTITY.sub('{x}', path))}"
        if shape in self.harmless:
            return
        steps = path.split("/")
        named = [at for at, step in enumerate(steps) if _IDENTITY.fullmatch(step)]
        for at in named:
            item = "/".join(steps[: at + 1])
            if item not in self.ledger.owned:
                raise NotPermitted(f"`{item}` was not made by this run")
        inside = [*named, *self._insist_on_own_body(request)]
        makers = [
            each
            for each in self.links.resources.values()
            if each.create and shape == f"POST {shape_of(self.links.operations[each.create].url)}"
        ]
        if not named and not makers:
            raise NotPermitted("it changes what this run did not make")
        if not inside and not any(each.delete for each in makers):
            raise NotPermitted("nothing could remove what it makes")
        if not inside and self.ledger.prefix.encode() not in request.content:
            raise NotPermitted("what it makes could not be told from what others made: it has no name of this run's")

    def _insist_on_own_body(self, request: Request) -> Iterator[str]:
        """Identities in the body and in the query: what they name has to be the run's. Those that are."""
        for name, value in (*_pairs(request), *request.query):
            resource = self.links.by_identity(name)
            if resource is None or not resource.create:
                continue
            for each in value if isinstance(value, list) else [value]:
                identity = _read_as(each)
                if isinstance(each, bool) or not _IDENTITY.fullmatch(identity):
                    continue
                item = f"{resource.collection}/{identity}"
                if not any(_is_of(item, owned) for owned in self.ledger.owned):
                    raise NotPermitted(f"`{name}` names `{item}`, which was not made by this run")
                yield item


def _read_as(value: Any) -> str:
    """An identity as a server may read it: real ones take `3.0`, " 3" and "03" for 3."""
    text = str(value).strip()
    try:
        number = float(text)
    except ValueError:
        return text
    return f"{number:.0f}" if number.is_integer() and abs(number) < _EXACT else text


def _pairs(request: Request) -> Iterator[tuple[str, Any]]:
    """Names and values in the body, however deep."""
    try:
        match request.content_type:
            case "multipart/form-data":
                yield from ((p.name, p.content.decode(errors="replace")) for p in request.parts if p.filename is None)
            case "application/x-www-form-urlencoded":
                yield from request.form
            case _:
                yield from _inner(request.json if request.content else None)
    except ValueError:
        return


def _inner(value: Any) -> Iterator[tuple[str, Any]]:
    for name, each in value.items() if isinstance(value, dict) else ():
        yield name, each
        yield from _inner(each)
    for each in value if isinstance(value, list) else ():
        yield from _inner(each)


def _is_of(item: str, owned: str) -> bool:
    """Whether an owned path is that item; `{}` in the item stands for any identity."""
    steps, others = item.split("/"), owned.split("/")
    return len(steps) == len(others) and all(a in {"{}", b} for a, b in zip(steps, others, strict=True))
