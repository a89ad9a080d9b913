"""Guard: what may be sent to a server. Nothing that the run did not make is changed or deleted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from conformance.exchange.ledger import Ledger
from conformance.generate.links import Links, shape_of
from conformance.wire import Request

Mode = Literal["read-only", "owned"]
MODES: Final = ("read-only", "owned")
SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})  # RFC 9110, section 9.2.1
_IDENTITY: Final = re.compile(r"\d+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{24,}")


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
    in its path is one of the ledger's, or where it makes something that the ledger can find again; identities in its
    body that name something of somebody else stop it, too.
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
        makes = request.method == "POST" and any(
            each.create and each.delete and shape == f"POST {shape_of(self.links.operations[each.create].url)}"
            for each in self.links.resources.values()
        )
        if not named and not makes:
            raise NotPermitted("it changes what this run did not make")
        self._insist_on_own_body(request)

    def _insist_on_own_body(self, request: Request) -> None:
        """Identities in a JSON body and in the query: what they name has to be the run's."""
        try:
            body = request.json if request.content else {}
        except ValueError:
            return
        given = [*(body.items() if isinstance(body, dict) else ()), *request.query]
        for name, value in given:
            resource = self.links.resources.get(name)
            if resource is None or not resource.create or isinstance(value, bool):
                continue
            if isinstance(value, int) or (isinstance(value, str) and _IDENTITY.fullmatch(value)):
                item = f"{resource.collection}/{value}"
                if item not in self.ledger.owned:
                    raise NotPermitted(f"`{name}` names `{item}`, which was not made by this run")


def only(permit: Callable[[Request], None], request: Request) -> bool:
    """Whether a request is permitted."""
    try:
        permit(request)
    except NotPermitted:
        return False
    return True
