"""Owned requests: a client of people's own tests changes nothing on a named server that it did not create there."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, Final

from conformance.contract.model import Contract
from conformance.errors import EnvironmentFailed
from conformance.generate.links import Links, Resource
from conformance.live.guard import SAFE_METHODS, Guard, NotPermitted, harmless_shapes, identities_of
from conformance.live.resource_context import value_at
from conformance.pipeline.sweep import remove_leftovers
from conformance.servers.ledger import Ledger, new_ledger_file
from conformance.servers.server import Server
from conformance.targets.client import BASE_URL, to_request
from conformance.targets.live_recipe import load_recipe
from conformance.targets.target import Target
from conformance.wire import Request

_ERRORS: Final = 400
_SERVER_ERRORS: Final = 500


class OwnedRequests:
    """The hooks of an HTTP client, by event. They keep a ledger on disk, so that `live --sweep` finds what is left.

    The contract is read for the first request that is neither GET nor HEAD.
    """

    def __init__(self, server: Server, target: Target, contract: Callable[[], Contract]) -> None:
        self.server, self.target, self._contract = server, target, contract
        tag = secrets.token_hex(3)
        self._file, self._tag = new_ledger_file(tag), tag

    @property
    def hooks(self) -> Mapping[str, list[Callable[[Any], None]]]:
        """For the argument `event_hooks` of an HTTP client; redirected requests pass them, too."""
        return {"request": [self._before], "response": [self._after]}

    @cached_property
    def _guard(self) -> Guard:
        recipe = load_recipe(self.target.live_file)
        links = Links(self._contract(), recipe)
        return Guard(
            mode="owned",
            managed=self.server.managed,
            ledger=Ledger(self._file, server=self.server.url, tag=self._tag),
            links=links,
            harmless=harmless_shapes(links, recipe),
            prefixed=False,
        )

    def _before(self, sent: Any) -> None:
        """Raises NotPermitted for a request that would change what this client did not create."""
        if sent.method in SAFE_METHODS:
            return
        sent.read()
        request = self._relative(to_request(sent))
        if request.method == "POST" and request.path == self._token_path:
            return
        reason = self._refusal(request)
        if reason:
            raise NotPermitted(
                f"{request.method} {request.path} was not sent: {reason}. On {self.server.url}, named by its URL, this "
                "client changes only what it has created.\n"
                "  Next: let the test create what it changes, or let --conformance-server VERSION start a server."
            )
        resource = self._created_by(request)
        if resource is not None:
            self._guard.ledger.before_creation(_collection(resource, request), slash=self._slash(resource))

    def _refusal(self, request: Request) -> str:
        """The reason why a request must not be sent, "" for none."""
        if not request.url.startswith(f"{BASE_URL}/"):
            return "it goes to another server"
        try:
            self._guard(request)
        except NotPermitted as refused:
            return refused.reason
        return ""

    def _after(self, response: Any) -> None:
        """Write to the ledger what a request created or deleted. A server error may have created something."""
        if response.request.method in SAFE_METHODS:
            return
        request = self._relative(to_request(response.request))
        if request.path == self._token_path or response.status_code >= _SERVER_ERRORS:
            return
        ledger, resource = self._guard.ledger, self._created_by(request)
        if resource is not None:
            collection = _collection(resource, request)
            response.read()
            try:
                identity = value_at(response.json() if response.is_success else None, resource.recipe.id)
            except (KeyError, ValueError):
                ledger.refused(collection)
            else:
                ledger.created(collection, identity, slash=self._slash(resource))
        elif request.method == "DELETE" and response.status_code < _ERRORS:
            ledger.deleted(request.path.rstrip("/"))

    def close(self) -> None:
        """Delete what is left of what was created. Raises EnvironmentFailed: the server does not let it be deleted."""
        if "_guard" not in self.__dict__:
            return
        self._guard.ledger.close()
        if self._file.exists() and not remove_leftovers(self.server, self.target, self._file):
            raise EnvironmentFailed(
                f"not all of what the test created on {self.server.url} could be deleted.\n"
                f"  Next: conformance live --sweep --url {self.server.url}"
            )

    @property
    def _token_path(self) -> str:
        kind = self.target.server.personal_token if self.target.server is not None else None
        return "" if kind is None else kind.refresh_path

    def _relative(self, request: Request) -> Request:
        """The request with the address of all recorded requests in place of the server's."""
        address = self.server.url
        if not request.url.startswith(f"{address}/"):
            return request
        return replace(request, url=BASE_URL + request.url.removeprefix(address))

    def _created_by(self, request: Request) -> Resource | None:
        """The resource that a request creates."""
        return next(iter(self._guard.creatable(request)), None)

    def _slash(self, resource: Resource) -> bool:
        operation = self._guard.links.operations.get(resource.delete)
        return operation is not None and operation.url.endswith("/")


def _collection(resource: Resource, request: Request) -> str:
    """The URL path of a collection, with the identities of the resources around it."""
    identities = iter(identities_of(request))
    return re.sub(r"\{\}", lambda _: next(identities, "-"), resource.collection)
