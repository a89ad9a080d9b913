"""Exchange: one call of the SDK and all that was seen of it. CallGroup: one call and every exchange made of it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from conformance.contract.document import SpecOperation
from conformance.contract.model import Model, Operation, Twin
from conformance.exchange.argument_trace import ArgumentTrace, trace_arguments
from conformance.exchange.compare_value import Difference, ValueComparer
from conformance.generate.call import Call
from conformance.generate.responses import ResponseScript
from conformance.wire import Request, Response

ArgumentStyle = Literal["model", "dict"]


@dataclass(frozen=True, slots=True)
class Raised:
    """An exception that came out of a call.

    `name` and `bases` are relative to the SDK's package; `expected` tells that it is one of the SDK's own error
    classes, or the HTTP library's for a broken connection.
    """

    name: str
    bases: tuple[str, ...]
    expected: bool
    status: Any
    body: Any
    text: str
    has_status: bool
    body_model: str = ""  # the model of the body, relative to the package


@dataclass(frozen=True, slots=True)
class SpecExpectation:
    """What an OpenAPI document says of an operation.

    `complaints` gives what is wrong with a JSON body; None where the document or the SDK has no JSON body.
    """

    operation: SpecOperation
    complaints: Callable[[Any], list[str]] | None


@dataclass(frozen=True, slots=True)
class Expectation:
    """What an operation is held to: its approved form where there is one, otherwise what the SDK says of itself."""

    operation: Operation
    models: Mapping[str, Model]
    approved: bool
    attempts: Mapping[int, int]
    reader: ValueComparer
    headers: Mapping[str, str]
    base_url: str
    error_base: str
    spec: SpecExpectation | None = None


@dataclass(frozen=True, slots=True)
class LiveObservation:
    """What is known of an exchange with a real server, besides the exchange itself.

    `case` names the call: "simplest", "full", "argument NAME", "drawn", "missing", "refused" or "unauthorised". `fresh`
    tells that the call asked for a resource that was made for it. `seconds` is how long each response took.
    `mismatches` is where the answer's JSON is not what the SDK declares, strictly and by field path. `complaints` is
    what the server's own document has against the answer; None where it says nothing of it. `declared` are the
    statuses that the document declares for the operation, () where it does not describe it. `recorded` is the answer of
    the same case in a cassette of the same server version, and `age` that cassette's age in days.
    """

    case: str
    server: str
    seconds: tuple[float, ...] = ()
    mismatches: tuple[Difference, ...] = ()
    complaints: tuple[str, ...] | None = None
    declared: tuple[str, ...] = ()
    recorded: tuple[Response, ...] = ()
    age: int = 0
    valid: bool = True  # the SDK's types and the server's document allow the request
    undeclared: tuple[Difference, ...] = ()  # fields of the answer that no model of the SDK declares
    origin: str = ""  # the URL that the server itself has, without a slash at its end
    public: bool = False  # the operation needs no authentication
    slow: float = 5.0  # seconds that a response may take


@dataclass(frozen=True, slots=True)
class RequestResponse:
    """One request and what a server answered it. `payload` is the body as JSON, `is_json` that it is JSON."""

    request: Request
    response: Response
    payload: Any = None
    is_json: bool = False

    @property
    def succeeded(self) -> bool:
        """A whole answer with a 2xx status."""
        return 200 <= self.response.status < 300 and not self.response.fault


@dataclass(frozen=True, slots=True)
class ReplayMismatch:
    """A request that is not the recorded one: which of the call's, from 0, the nearest recording, and what differs.

    `place` is the field ("path", "query.page", "body.title"), or "requests" where one is made too many or too few.
    """

    step: int
    nearest: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """The recording whose call was made again: which it is, and the SDK release and day of it.

    `held` tells that the requests have to be the recorded ones; `misses` are where they are not.
    """

    recording: str
    sdk: str
    date: str
    held: bool
    misses: tuple[ReplayMismatch, ...] = ()

    @property
    def answered(self) -> bool:
        """The recorded responses are answers to what was asked, for all that matters to who reads them."""
        return not any(miss.place in {"method", "path", "requests"} for miss in self.misses)


@dataclass(frozen=True)
class Exchange:
    """One call of one twin, with one answer. `value` is what the SDK returned: a pager's items, a stream's bytes."""

    expectation: Expectation
    twin: Twin
    form: ArgumentStyle
    call: Call
    scripted: ResponseScript
    requests: tuple[Request, ...]
    value: Any = None
    raised: Raised | None = None
    waits: tuple[float, ...] = ()
    endless: bool = False  # a pager or a retry that would not stop
    dumped: Any = None  # the value as the SDK writes it back to JSON, where that was asked for
    dump_error: str = ""  # why it could not be written
    as_dict: Any = None  # the value as the SDK's own dict() gives it, dates as text
    escaped: str = ""  # the URL of a request that went somewhere else than to the server it was given
    timeouts: tuple[str, ...] = ()  # how long each request may take, in seconds, as httpx was told
    live: LiveObservation | None = None  # of an exchange with a real server
    replayed: ReplayResult | None = None  # of an exchange whose answers were recorded

    @property
    def sent(self) -> Request | None:
        """The first request."""
        return self.requests[0] if self.requests else None

    @property
    def succeeded(self) -> bool:
        """A conforming answer was given, and a value came back."""
        return self.scripted.conforming and self.raised is None and not self.endless

    @cached_property
    def answered(self) -> tuple[RequestResponse, ...]:
        """Each request with its response, in order, where a real server was asked: each has one of its own."""
        return tuple(map(_answered, self.requests, self.scripted.responses))

    @cached_property
    def final(self) -> RequestResponse | None:
        """The answer that tells how the call went: of a pager's the first page that came, otherwise the last one.

        Servers end a list as they like: with an empty page, or with 404 for the page after the last.
        """
        if self.expectation.operation.shape == "pager":
            first = next((each for each in self.answered if each.succeeded), None)
            if first is not None:
                return first
        return self.answered[-1] if self.answered else None

    @cached_property
    def trace(self) -> ArgumentTrace | None:
        """What became of each argument on the wire, in the first request."""
        return (
            None
            if self.sent is None
            else trace_arguments(self.expectation.operation, self.call, self.sent, self.expectation.models)
        )

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Where the value that came back differs from the declared type or from the payload that was sent."""
        operation = self.expectation.operation
        pairs: list[tuple[Any, Any, tuple[str, ...]]]
        if operation.shape == "pager":
            items = [item for page in self.scripted.payloads for item in page[operation.items]]
            if not isinstance(self.value, list) or len(self.value) != len(items):
                return ()  # how many items come back has a check of its own
            pairs = [
                (value, item, (f"[{at}]",)) for at, (value, item) in enumerate(zip(self.value, items, strict=True))
            ]
        elif operation.shape == "value" and self.scripted.payloads:
            pairs = [(self.value, self.scripted.payloads[0], ())]
        else:
            return ()
        found: list[Difference] = []
        for value, payload, path in pairs:
            self.expectation.reader.compare(operation.response, value, payload, path, found)
        return tuple(found)


def _answered(request: Request, response: Response) -> RequestResponse:
    try:
        return RequestResponse(request, response, json.loads(response.content), is_json=True)
    except ValueError:
        return RequestResponse(request, response)


@dataclass(frozen=True)
class CallGroup:
    """One generated call and every exchange made of it: both twins, several answers, models and plain dicts."""

    expectation: Expectation
    call: Call
    exchanges: tuple[Exchange, ...]

    @cached_property
    def twins(self) -> list[tuple[Exchange, Exchange]]:
        """Pairs (sync, async) that differ in nothing else."""
        return self._pairs("twin", "sync", "async")

    @cached_property
    def forms(self) -> list[tuple[Exchange, Exchange]]:
        """Pairs (model arguments, plain dicts) that differ in nothing else."""
        return self._pairs("form", "model", "dict")

    def _pairs(self, attribute: str, left: str, right: str) -> list[tuple[Exchange, Exchange]]:
        def key(exchange: Exchange) -> tuple[str, ...]:
            other = exchange.form if attribute == "twin" else exchange.twin
            return (exchange.scripted.label, other)

        rights = {key(exchange): exchange for exchange in self.exchanges if getattr(exchange, attribute) == right}
        return [
            (exchange, rights[key(exchange)])
            for exchange in self.exchanges
            if getattr(exchange, attribute) == left and key(exchange) in rights
        ]
