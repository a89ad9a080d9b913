"""The offline wire: respx routes every request to a script of responses. Nothing is patched."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import respx

from conformance.call_limit import EndlessCall
from conformance.targets.client import BASE_URL, to_httpx, to_request
from conformance.wire import Request, Response, Wire

MOST_REQUESTS = 12  # of one call: more is a pager or a retry that does not end, or a long list


class ScriptedResponses:
    """Returns successive responses to successive requests, and then repeats the last one.

    If no responses are loaded, `fallback` gets every request; `responses` are then those that it returned. Whoever
    has read `enough` of a list sets that. If the script `stopped` the call, the last request got no response.
    """

    def __init__(self, fallback: Wire | None = None) -> None:
        self.fallback = fallback
        self.loaded: tuple[Response, ...] = ()
        self.requests: list[Request] = []
        self.responses: list[Response] = []
        self.skip_known_failures = self.enough = self.stopped = False
        self.most_requests = MOST_REQUESTS

    def load(self, responses: tuple[Response, ...], *, skip_known_failures: bool = False, more: bool = False) -> None:
        """Start over with these responses; () to send requests to the server.

        With `skip_known_failures`, a request that failed is not sent again within one call: it would fail, slowly.
        With `more`, these are the first pages of a list, and a request for the next one stops the call.
        """
        self.loaded, self.requests, self.responses = responses, [], []
        self.skip_known_failures, self.enough, self.stopped = skip_known_failures, False, False
        self.most_requests = len(responses) if more else MOST_REQUESTS

    def __call__(self, request: Request) -> Response:
        self.requests.append(request)
        if self.enough or len(self.requests) > self.most_requests:
            self.stopped = True
            raise EndlessCall
        if self.loaded:
            return self.loaded[min(len(self.requests), len(self.loaded)) - 1]
        if self.fallback is None:
            raise ValueError("no responses are loaded, and there is no server")
        failed = self.skip_known_failures and bool(self.responses) and self.responses[-1].status >= 500
        is_repeated = failed and request == self.requests[-2]
        self.responses.append(self.responses[-1] if is_repeated else self.fallback(request))
        return self.responses[-1]


class _Responder(Iterator[Any]):
    """A respx side effect without end: each item is the response to the current request.

    For every request, respx inspects the signature of a side effect that is a function; from an iterator it only takes
    the next item.
    """

    def __init__(self, transport: OfflineTransport) -> None:
        self.transport = transport

    def __next__(self) -> httpx.Response | Exception:
        try:
            return self.transport.respond()
        except httpx.TransportError as error:
            return error


class OfflineTransport(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """An httpx transport over a respx router.

    One route serves every operation: a router searches its routes in order, and hundreds of them would cost more than
    the exchange itself. A request to any other server is refused; `escaped` keeps its URL, because an SDK may hide the
    refusal. `timeouts` are the time limits of each request of the script.
    """

    def __init__(self, script: ScriptedResponses) -> None:
        self.script = script
        self.escaped = ""
        self.timeouts: list[Mapping[str, float | None]] = []
        self.router = respx.Router(assert_all_called=False, assert_all_mocked=True)
        self.route = self.router.route()
        self.route.mock(side_effect=_Responder(self))

    def reset(self) -> None:
        """Forget earlier requests."""
        self.escaped, self.timeouts = "", []

    def respond(self) -> httpx.Response:
        """The script's response to the current request. Raises httpx.ConnectError for a request to another server."""
        request = to_request(self.request)
        if not request.url.startswith(BASE_URL):
            self.escaped = request.url
            raise httpx.ConnectError("there is no such server", request=self.request)
        self.timeouts.append(self.request.extensions.get("timeout", {}))
        return to_httpx(self.script(request), self.request)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Respond from the script."""
        request.read()
        return self._route(request)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Respond from the script."""
        await request.aread()
        return self._route(request)

    def _route(self, request: httpx.Request) -> httpx.Response:
        self.request = request
        try:
            return self.router.handler(request)
        finally:
            self.router.calls.clear()  # respx keeps every call; a run makes hundreds of thousands
            self.route.calls.clear()
