"""The values that checks judge: one exchange of the SDK, and the group of exchanges of one call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from types import CodeType
from typing import Any, Literal

from conformance.contract.document import Document, SpecOperation
from conformance.contract.model import Model, Operation, Twin
from conformance.exchange.argument_trace import ArgumentTrace, trace_arguments
from conformance.exchange.compare_value import Difference, ValueComparer
from conformance.generate.call import Call
from conformance.generate.responses import ResponseScript
from conformance.wire import REPEATS, Request, Response, repeats_request

ArgumentStyle = Literal["model", "dict"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """An exception that an SDK call raised.

    `name` and `bases` are relative to the SDK's package. `expected` is true for the SDK's own error classes and for the
    HTTP library's errors about a broken connection. `frames` are the SDK's functions in the traceback of any other
    exception, the innermost last, each with the line that it was at. `headers` are those that an error of the SDK
    carries, their names in lower case; None if its class has no such attribute.
    """

    name: str
    bases: tuple[str, ...]
    expected: bool
    status: Any
    body: Any
    text: str
    has_status: bool
    body_model: str = ""  # the model of the body, relative to the package
    headers: tuple[tuple[str, str], ...] | None = None
    frames: tuple[tuple[CodeType, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecExpectation:
    """The description of an operation in an OpenAPI document.

    `body_errors` returns why a JSON body violates the document; None if the document or the SDK has no JSON body.
    """

    operation: SpecOperation
    body_errors: Callable[[Any], list[str]] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """The expectation for an operation: its approved contract, or without one the SDK's own annotations."""

    operation: Operation
    models: Mapping[str, Model]
    approved: bool
    attempts: Mapping[int, int]
    comparer: ValueComparer
    headers: Mapping[str, str]
    base_url: str
    error_base: str
    spec: SpecExpectation | None = None
    machine_headers: frozenset[str] = frozenset()  # lower case; they describe the machine and are never compared


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveObservation:
    """Facts about an exchange with a real server, besides the exchange itself."""

    case: str  # "simplest", "full", "argument NAME", "without NAME", "drawn", "missing", "refused" or "unauthorised"
    server: str  # the server's version
    mismatches: tuple[Difference, ...] = ()  # where the response differs from the SDK's types, by field path
    spec_violations: tuple[str, ...] | None = (
        None  # by the server's own document; None if it does not describe the response
    )
    success_violations: tuple[str, ...] | None = None  # the same, whatever status the document has for success
    declared_statuses: tuple[str, ...] = ()  # in the server's document, () if it does not describe the operation
    recorded_responses: tuple[Response, ...] = ()  # of the same case, in a cassette; only for drift
    document: Document | None = None  # the server's own, and the operation in it
    spec: SpecOperation | None = None
    valid: bool = True  # the SDK's types and the server's document allow the request
    undeclared_fields: tuple[Difference, ...] = ()  # fields of the response that no model of the SDK declares
    origin: str = ""  # the server's own URL, without a trailing slash
    public: bool = False  # the operation needs no authentication
    managed: bool = False  # the server was started for this run, so that only this run has changed its data
    slow: bool = False  # a response took long or never came, and so it was with an earlier one of the operation
    left_out: str = ""  # the optional argument that this call leaves out and every other call has
    all_items: list[Any] | None = None  # the items of the same list, requested without optional arguments
    route_exists: bool = False  # other responses or the document show that the server has the operation
    contents: str = ""  # the operation whose responses describe the items of the file that is downloaded


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundTrip:
    """One request and the server's response. `payload` is the parsed body if `is_json` is true."""

    request: Request
    response: Response
    payload: Any = None
    is_json: bool = False

    @property
    def succeeded(self) -> bool:
        """A complete response with a 2xx status."""
        return 200 <= self.response.status < 300 and not self.response.fault


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayMismatch:
    """A request that differs from the recorded one."""

    step: int  # the number of the request within its call, from 0
    nearest: str  # the nearest recording
    location: str  # what differs: "path", "query.page", "body.title"; or "requests" if there are too many or too few
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayResult:
    """How a repeated call compares with its recording."""

    recording: str
    sdk: str
    date: str
    must_match: bool  # the requests have to be equal to the recorded ones
    mismatches: tuple[ReplayMismatch, ...] = ()

    @property
    def responses_apply(self) -> bool:
        """The recorded responses are valid responses to the new requests, too."""
        return not any(mismatch.location in {"method", "path", "requests"} for mismatch in self.mismatches)


@dataclass(frozen=True, kw_only=True)
class Exchange:
    """One call by one client, with its requests and scripted responses, and what the SDK returned or raised."""

    expectation: Expectation
    twin: Twin
    argument_style: ArgumentStyle
    call: Call
    scripted: ResponseScript
    requests: tuple[Request, ...]
    value: Any = None  # what the SDK returned: of a pager its items, of a stream its bytes
    raised: Raised | None = None
    waits: tuple[float, ...] = ()  # seconds between retries or polls
    endless: bool = False  # a pager or a retry did not stop
    dumped: Any = None  # the value as the SDK serialises it to JSON, if that was requested
    dump_error: str = ""  # why it could not be serialised
    as_dict: Any = None  # the value as the SDK's own dict() returns it, dates as text
    escaped: str = ""  # the URL of a request to a different server
    timeouts: tuple[str, ...] = ()  # the time limit of each request, in seconds, as passed to httpx
    live: LiveObservation | None = None  # only for an exchange with a real server
    replayed: ReplayResult | None = None  # only for an exchange whose responses were recorded

    @property
    def first_request(self) -> Request | None:
        """The first request, None if none was sent."""
        return self.requests[0] if self.requests else None

    @property
    def succeeded(self) -> bool:
        """The response conformed, and the call returned a value."""
        return self.scripted.conforming and self.raised is None and not self.endless

    @property
    def polls(self) -> bool:
        """The call repeated a request that had succeeded, and waited in between, until it was stopped or gave up."""
        repeats = self.scripted.conforming and repeats_request(self.requests)
        return repeats and len(self.waits) >= REPEATS - 1 and self.expectation.operation.shape != "pager"

    @cached_property
    def round_trips(self) -> tuple[RoundTrip, ...]:
        """Each request with its response, in order. Only exchanges with a real server have one response per request."""
        return tuple(map(_round_trip, self.requests, self.scripted.responses))

    @cached_property
    def final(self) -> RoundTrip | None:
        """The round trip that decides how the call ended: a pager's first successful page, otherwise the last one.

        Servers end a list in different ways: with an empty page, or with 404 for the page after the last.
        """
        if self.expectation.operation.shape == "pager":
            first = next((trip for trip in self.round_trips if trip.succeeded), None)
            if first is not None:
                return first
        return self.round_trips[-1] if self.round_trips else None

    @cached_property
    def trace(self) -> ArgumentTrace | None:
        """The location of each argument in the first request."""
        return (
            None
            if self.first_request is None
            else trace_arguments(self.expectation.operation, self.call, self.first_request, self.expectation.models)
        )

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """The differences of the returned value from the declared type and from the payload of the response."""
        operation = self.expectation.operation
        pairs: list[tuple[Any, Any, tuple[str, ...]]]
        if operation.shape == "pager":
            items = [item for page in self.scripted.payloads for item in page[operation.items]]
            if not isinstance(self.value, list) or len(self.value) != len(items):
                return ()  # a separate check judges the number of items
            pairs = [
                (value, item, (f"[{at}]",)) for at, (value, item) in enumerate(zip(self.value, items, strict=True))
            ]
        elif operation.shape == "stream" and operation.response_format:
            if not isinstance(self.value, list) or len(self.value) != len(self.scripted.payloads):
                return ()  # a separate check judges the number of items
            sent = zip(self.value, self.scripted.payloads, strict=True)
            pairs = [(value, item, (f"[{at}]",)) for at, (value, item) in enumerate(sent)]
        elif operation.shape == "value" and self.scripted.payloads:
            pairs = [(self.value, self.scripted.payloads[0], ())]
        else:
            return ()
        found: list[Difference] = []
        for value, payload, path in pairs:
            self.expectation.comparer.compare(operation.response, value, payload, path, found)
        return tuple(found)


def _round_trip(request: Request, response: Response) -> RoundTrip:
    try:
        return RoundTrip(request=request, response=response, payload=json.loads(response.content), is_json=True)
    except ValueError:
        return RoundTrip(request=request, response=response)


@dataclass(frozen=True, kw_only=True)
class CallGroup:
    """One generated call and all its exchanges: both clients, several responses, models and plain dicts."""

    expectation: Expectation
    call: Call
    exchanges: tuple[Exchange, ...]

    @cached_property
    def client_pairs(self) -> list[tuple[Exchange, Exchange]]:
        """Pairs (sync, async) that are otherwise equal."""
        return self._pairs("twin", "sync", "async")

    @cached_property
    def argument_style_pairs(self) -> list[tuple[Exchange, Exchange]]:
        """Pairs (model arguments, plain dicts) that are otherwise equal."""
        return self._pairs("argument_style", "model", "dict")

    def _pairs(self, attribute: str, left: str, right: str) -> list[tuple[Exchange, Exchange]]:
        def key(exchange: Exchange) -> tuple[str, ...]:
            other = exchange.argument_style if attribute == "twin" else exchange.twin
            return (exchange.scripted.label, other)

        rights = {key(exchange): exchange for exchange in self.exchanges if getattr(exchange, attribute) == right}
        return [
            (exchange, rights[key(exchange)])
            for exchange in self.exchanges
            if getattr(exchange, attribute) == left and key(exchange) in rights
        ]
