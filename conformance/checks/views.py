"""Typed views of subjects: what a check may rely on once it applies. Also the facts that several checks share."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.checks.check import Fact, Facts
from conformance.checks.origin import InModel
from conformance.checks.subjects import DeclaredOperation, Package
from conformance.contract.document import Document, SpecOperation
from conformance.contract.model import Contract, Model, Operation, Parameter, Twin
from conformance.exchange.argument_trace import ArgumentTrace
from conformance.exchange.compare_value import Difference
from conformance.exchange.differences import request_differences, sentence
from conformance.exchange.model import Exchange, LiveObservation, Raised, RoundTrip
from conformance.finding import Blame
from conformance.generate.fuzz_failure import FuzzFailure
from conformance.wire import Request


@dataclass(frozen=True, slots=True, kw_only=True)
class SentRequest:
    """An exchange that sent a request: the first request, and where each argument ended up in it."""

    exchange: Exchange
    operation: Operation
    request: Request
    trace: ArgumentTrace

    @classmethod
    def of(cls, exchange: Exchange) -> SentRequest | None:
        """None where the SDK sent nothing, or nothing is known of the request that it should send."""
        request, trace = exchange.first_request, exchange.trace
        if request is None or trace is None or not exchange.expectation.operation.method:
            return None
        return cls(exchange=exchange, operation=exchange.expectation.operation, request=request, trace=trace)


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedError:
    """An exchange in which the SDK raised an exception for an error response."""

    exchange: Exchange
    raised: Raised
    status: int

    @classmethod
    def of(cls, exchange: Exchange) -> RaisedError | None:
        """None where the response was no error, or not received, or nothing was raised.

        A connection that fails after a redirect shows that the HTTP library followed it.
        """
        raised = exchange.raised
        if exchange.scripted.kind != "error" or raised is None or not exchange.requests:
            return None
        if exchange.scripted.status // 100 == 3 and raised.expected and not raised.has_status:
            return None
        return cls(exchange=exchange, raised=raised, status=exchange.scripted.status)

    @property
    def headers(self) -> tuple[tuple[str, str], ...]:
        """The headers of the response that the exception stands for."""
        return self.exchange.scripted.responses[-1].headers


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerResponse:
    """An exchange with a real server. `final` is the request and response that decided how the call went."""

    exchange: Exchange
    operation: Operation
    live: LiveObservation
    final: RoundTrip

    @classmethod
    def of(cls, exchange: Exchange) -> ServerResponse | None:
        """None where the responses were generated, or nothing was sent."""
        live, final = exchange.live, exchange.final
        if live is None or final is None:
            return None
        return cls(exchange=exchange, operation=exchange.expectation.operation, live=live, final=final)

    @property
    def status(self) -> int:
        """The status of the final response."""
        return self.final.response.status

    @property
    def accepted(self) -> bool:
        """The final response is complete and has a 2xx status."""
        return self.final.succeeded

    @property
    def refused(self) -> bool:
        """The final response is complete and has an error status."""
        return self.status >= 400 and not self.final.response.fault

    @property
    def is_typed(self) -> bool:
        """The SDK declares what the response contains: as its type, or as that of the items of a file."""
        return returns_data(self.operation) or bool(self.live.contents)

    def has_fault(self, fault: str) -> bool:
        """Some request of the call ended in this fault of the connection."""
        return any(round_trip.response.fault == fault for round_trip in self.exchange.round_trips)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedOperation:
    """A declared operation whose contract was approved. `pairs` has (client, actual, approved), where both exist."""

    declared: DeclaredOperation
    pairs: list[tuple[Twin, Operation, Operation]]

    @classmethod
    def of(cls, declared: DeclaredOperation) -> ApprovedOperation | None:
        """None where the operation has no approved contract."""
        approved = declared.approved
        if approved is None:
            return None
        pairs = [(twin, actual, approved[twin]) for twin, actual in declared.actual.items() if twin in approved]
        return cls(declared=declared, pairs=pairs)

    def shared_models(self) -> Iterator[tuple[Model, Model]]:
        """(actual, approved) for each model that both the actual and the approved operation use."""
        for name, model in self.declared.models.items():
            if name in self.declared.approved_models:
                yield model, self.declared.approved_models[name]

    def missing_models(self) -> list[str]:
        """The names of approved models that the operation no longer uses."""
        return sorted(set(self.declared.approved_models) - set(self.declared.models))


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedOperation:
    """A declared operation that the OpenAPI document describes: `actual` by client, and `spec`."""

    actual: Mapping[Twin, Operation]
    models: Mapping[str, Model]
    document: Document
    spec: SpecOperation

    @classmethod
    def of(cls, declared: DeclaredOperation) -> DescribedOperation | None:
        """None without a document, or where the document does not describe the operation."""
        if declared.document is None or declared.spec is None:
            return None
        return cls(actual=declared.actual, models=declared.models, document=declared.document, spec=declared.spec)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedPackage:
    """An SDK whose release has an approved contract."""

    package: Package
    contract: Contract

    @classmethod
    def of(cls, package: Package) -> ApprovedPackage | None:
        """None where the release has no approved contract."""
        return None if package.approved is None else cls(package=package, contract=package.approved)


def wire_parameters(operation: Operation) -> dict[tuple[str, str], Parameter]:
    """The parameters in query, header and body, by (location, name) as in `SpecOperation.arguments`."""
    return {
        (
            "body" if parameter.location in {"field", "form", "file"} else parameter.location,
            parameter.wire_name.lower() if parameter.location == "header" else parameter.wire_name,
        ): parameter
        for parameter in operation.accepted
        if parameter.location in {"query", "header", "field", "form", "file"}
    }


def returns_data(operation: Operation) -> bool:
    """The operation returns a typed value, or the items of a pager or a stream."""
    return operation.shape in {"value", "pager"} or (operation.shape == "stream" and bool(operation.response_format))


def returns_model(operation: Operation) -> bool:
    """The operation returns a value that is or contains a model."""
    return returns_data(operation) and any(inner.kind == "model" for inner in operation.response.walk())


def returned_data(exchange: Exchange) -> bool:
    """The SDK returned a value for a valid response with data, so that the two can be compared."""
    return exchange.succeeded and returns_data(exchange.expectation.operation)


def received_error(exchange: Exchange) -> bool:
    """The SDK sent a request and received an error response."""
    return exchange.scripted.kind == "error" and exchange.first_request is not None


def attribute_changes(new: object, old: object, *attributes: str) -> Iterator[tuple[str, Any, Any]]:
    """(name, new value, old value) of the attributes in which two declarations differ."""
    for attribute in attributes:
        now, then = getattr(new, attribute), getattr(old, attribute)
        if now != then:
            yield attribute, now, then


def differences_of(exchange: Exchange, *kinds: str) -> list[Difference]:
    """The differences of some kinds between the returned value and its declared type or the response."""
    return [difference for difference in exchange.differences if difference.kind in kinds]


def difference_facts(
    exchange: Exchange,
    differences: Iterable[Difference],
    whole: str = "the result",
    blame: Callable[[Difference], Blame | None] = lambda _: None,
    *,
    declared: bool = False,
) -> Facts:
    """One fact for each difference. `whole` names the place of a difference that is about the value as a whole.

    `declared` says that the declaration of the model is compared, and not what a call made of it.
    """
    for difference in differences:
        yield Fact(
            message=f"{difference.location or whole}: {difference.text}",
            part=difference.location,
            exchange=exchange,
            blame=blame(difference),
            origin=InModel(difference.model, difference.field, declared=declared) if difference.model else None,
        )


def request_fact(
    sides: tuple[str, str], one: Request, other: Request, *, exchange: Exchange, compared_to: Exchange | None = None
) -> Fact:
    """The fact that two requests differ which should be the same: a sentence, and both sides of each difference."""
    ignored = exchange.expectation.machine_headers
    found = tuple(request_differences(one, other, headers=True, machine_headers=ignored))
    return Fact(
        message=f"{' → '.join(sides)}: {sentence(found) or 'the bytes of the body'}",
        exchange=exchange,
        compared_to=compared_to,
        sides=sides,
        differences=found,
    )


def argument_blame(exchange: Exchange, name: str) -> Blame:
    """Who has to change if a server ignores an argument: the SDK, if the server's document does not have it."""
    spec = exchange.expectation.spec
    is_described = spec is None or any(other == name for _, other in spec.operation.arguments)
    return Blame.SERVER if is_described else Blame.SDK


def violation_place(violation: str) -> str:
    """The place of a violation of the document, written as that of a `Difference`: `labels.[].name`."""
    pointer = violation.partition(": ")[0]
    steps = (step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])
    return ".".join("[]" if step.isdigit() else step for step in steps)


def fuzz_facts(failure: FuzzFailure) -> Facts:
    """The fact that Schemathesis reports. Its part is Schemathesis' code for the kind of failure."""
    text = " ".join(failure.message.split())
    yield Fact(message=f"{failure.operation}: {failure.title}: {text}".rstrip(": "), part=failure.kind)
