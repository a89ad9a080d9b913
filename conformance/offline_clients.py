"""Clients of the installed SDK without a network, for people's own tests: over recorded or generated responses.

Tests of an SDK's users import it themselves, so these clients are opened in the process of the tests. Whatever judges
an SDK runs it in a worker instead.
"""

from __future__ import annotations

import importlib
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from conformance.cassettes.imported.routes import Routes
from conformance.cassettes.interaction import Interaction
from conformance.cassettes.library import release_order
from conformance.cassettes.matching import differences, identity
from conformance.contract.model import Contract, Operation, Twin
from conformance.errors import ConformanceError
from conformance.exchange.offline_wire import ScriptedResponses
from conformance.generate.property_search import derived_seed, draw_one
from conformance.generate.responses import ResponseFactory, is_opaque
from conformance.generate.strategies import Strategies
from conformance.settings import CheckSettings
from conformance.targets.client import BASE_URL, Sdk, WireTransport, import_sdk
from conformance.targets.sdk_spec import require_installed
from conformance.targets.target import load_target
from conformance.wire import Request, Response, Wire


class NoResponse(ConformanceError):
    """A client without a network has no response to a request: it was not recorded, or no operation sends it."""


def sdk_of(settings: CheckSettings) -> Sdk:
    """The SDK that is installed here. Raises UsageError: it is not; SdkUnusable: it cannot be imported."""
    return _imported(load_target(settings.target).folder)


@cache
def _imported(folder: Path) -> Sdk:
    target = load_target(str(folder))
    require_installed(target)
    return import_sdk(target)


def open_client(sdk: Sdk, twin: Twin, wire: Wire) -> Any:
    """A client of the SDK whose requests go to a function. Raises SdkUnusable."""
    return sdk.client(twin, WireTransport(wire))


def construct(sdk: Sdk, name: str, fields: Mapping[str, Any]) -> Any:
    """An instance of a class of the SDK, which is named relative to its package."""
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(f"{sdk.target.package}.{module}"), attribute)(**fields)


def scripted_wire(responses: tuple[Response, ...]) -> Wire:
    """Sends these responses one after the other, then the last one again."""
    script = ScriptedResponses()
    script.load(responses)
    return script


class ReplayedResponses:
    """The recorded responses of servers.

    A recording of exactly a request counts first, then one with another body; of several servers the newest.
    """

    def __init__(self, recorded: Mapping[str, Sequence[Interaction]]) -> None:
        interactions = [interaction for found in recorded.values() for interaction in found]
        self._interactions = interactions
        self._exact = _by_key(interactions, identity)
        self._similar = _by_key(interactions, _without_body)

    def wire(self) -> Wire:
        """Responds to each request as a server did when it was recorded.

        A request that was recorded several times gets its responses in order, then the last one again. The wire raises
        NoResponse, with the nearest recording, for a request that was not recorded.
        """
        sent: Counter[Hashable] = Counter()

        def respond(request: Request) -> Response:
            key, found = self._recorded(request)
            sent[key] += 1
            return found[min(sent[key], len(found)) - 1].response

        return respond

    def _recorded(self, request: Request) -> tuple[Hashable, list[Interaction]]:
        for table, key in ((self._exact, identity(request)), (self._similar, _without_body(request))):
            if key in table:
                return key, table[key]
        raise NoResponse(f"no recording of {_line(request)}.{self._nearest(request)}")

    def _nearest(self, request: Request) -> str:
        """The recording with the nearest path and the fewest differences, and what these are."""
        same = [found for found in self._interactions if found.request.method == request.method]
        if not same:
            return f"\n  Nothing with {request.method} was recorded."
        paths = {found.request.path: _distance(found.request.path, request.path) for found in same}
        near = (found for found in same if paths[found.request.path] == min(paths.values()))
        candidates = [(list(differences(found.request, request)), found) for found in near]
        found, nearest = min(candidates, key=lambda pair: len(pair[0]))
        texts = "".join(f"\n    {place}: {text}" for place, text in found)
        return f"\n  Nearest: {_line(nearest.request)} ({nearest.operation}, {nearest.case or 'imported'}){texts}"


class GeneratedResponses:
    """Responses that are generated from the declared types of a contract's operations."""

    def __init__(self, contract: Contract) -> None:
        self._routes = Routes(contract)
        self._strategies, self._factory = Strategies(contract.models), ResponseFactory(contract.models)

    def wire(self, seed: int) -> Wire:
        """Responds to each request as the operation that sends it declares.

        The same seed and the same requests in the same order give the same responses. The wire raises NoResponse for a
        request that no operation sends.
        """
        numbers: Counter[str] = Counter()
        calls: dict[str, tuple[Hashable, list[Response]]] = {}  # the first request, and the pages that are left

        def respond(request: Request) -> Response:
            operation = self._operation(request)
            first, pages = calls.get(operation.path, (None, []))
            if not pages or identity(request) == first:
                numbers[operation.path] += 1
                call_seed = derived_seed(seed, operation.path, numbers[operation.path])
                first, pages = identity(request), list(self._generated(operation, call_seed))
                calls[operation.path] = first, pages
            return pages.pop(0)

        return respond

    def _operation(self, request: Request) -> Operation:
        found = self._routes.find(request, {BASE_URL: ""})
        if not found:
            raise NoResponse(f"no operation of the SDK sends {_line(request)}, so no response can be generated for it.")
        return min((route.operation for route in found), key=lambda operation: operation.path)

    def _generated(self, operation: Operation, seed: int) -> tuple[Response, ...]:
        """The responses to one call; a pager has several."""
        if is_opaque(operation):
            return self._factory.minimal(operation).responses
        value = draw_one(self._strategies.of(operation.response.without_null()), seed)
        return self._factory.success(operation, "generated", value).responses


def recording_requests(wire: Wire, requests: list[Request]) -> Wire:
    """The same wire, which adds each request to a list first."""

    def respond(request: Request) -> Response:
        requests.append(request)
        return wire(request)

    return respond


def _by_key(
    interactions: Iterable[Interaction], key: Callable[[Request], Hashable]
) -> dict[Hashable, list[Interaction]]:
    """The interactions of the newest server that has some, by a key of their requests."""
    table: dict[Hashable, list[Interaction]] = {}
    for found in sorted(interactions, key=lambda found: release_order(found.provenance.server)):
        known = table.setdefault(key(found.request), [])
        if known and known[-1].provenance.server != found.provenance.server:
            known.clear()
        known.append(found)
    return table


def _distance(one: str, other: str) -> int:
    """How many segments of two paths differ."""
    return sum(pair[0] != pair[1] for pair in zip_longest(one.split("/"), other.split("/")))


def _without_body(request: Request) -> Hashable:
    return request.method, request.path, tuple(sorted(request.query))


def _line(request: Request) -> str:
    parts = urlsplit(request.url)
    return f"{request.method} {parts.path}{'?' if parts.query else ''}{parts.query}"
