"""Check: one fact that is judged, with its words. A check's module docstring is its documentation page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal

from conformance.contract.document import Document, SpecOperation
from conformance.contract.model import Contract, Model, Operation, Parameter, Twin
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source

Subject = Literal["exchange", "round", "operation", "package", "sequence", "complaint"]
Family = Literal["request", "response", "error", "parity", "contract", "spec", "live"]
FAMILIES: Final[tuple[Family, ...]] = ("request", "response", "error", "parity", "contract", "spec", "live")


@dataclass(frozen=True, slots=True)
class Fact:
    """What a check saw. `part` is where inside the operation; `of` replaces the operation for facts about a model.

    `exchange` is the evidence where there is one; `beside` the other exchange of a comparison. `steps` are all calls of
    the sequence that shows it, in order, where it takes more than those two.
    """

    message: str
    part: str = ""
    exchange: Exchange | None = None
    of: str = ""
    beside: Exchange | None = None
    steps: tuple[Exchange, ...] = ()


@dataclass(frozen=True, slots=True)
class DeclaredOperation:
    """One operation as the SDK declares it and as it was approved, for each twin; the models of both.

    `document` is the OpenAPI document that was given, if any; `spec` the operation as it describes it, if it does.
    """

    path: str
    actual: Mapping[Twin, Operation]
    approved: Mapping[Twin, Operation] | None
    models: Mapping[str, Model]
    approved_models: Mapping[str, Model]
    document: Document | None = None
    spec: SpecOperation | None = None

    def given(self, operation: Operation) -> dict[tuple[str, str], Parameter]:
        """The parameters in query, header and body, by (where, name) as in `SpecOperation.arguments`."""
        return {
            (
                "body" if parameter.location in {"field", "form", "file"} else parameter.location,
                parameter.wire_name.lower() if parameter.location == "header" else parameter.wire_name,
            ): parameter
            for parameter in operation.accepted
            if parameter.location in {"query", "header", "field", "form", "file"}
        }

    def pairs(self) -> Iterator[tuple[Twin, Operation, Operation]]:
        """(twin, actual, approved), where both exist."""
        for twin, actual in self.actual.items():
            if self.approved is not None and twin in self.approved:
                yield twin, actual, self.approved[twin]

    def shared_models(self) -> Iterator[tuple[Model, Model]]:
        """(actual, approved) models that the operation mentions on both sides."""
        for name, model in self.models.items():
            if name in self.approved_models:
                yield model, self.approved_models[name]

    def missing_models(self) -> list[str]:
        """The names of approved models that the operation no longer mentions."""
        return sorted(set(self.approved_models) - set(self.models))


@dataclass(frozen=True, slots=True)
class Package:
    """The SDK as a whole: its operations by twin, exports and attempts, and the approved contract.

    `document` is the OpenAPI document that was given, if any; `described` has the labels of its operations that the SDK
    has too.
    """

    paths: Mapping[Twin, frozenset[str]]
    exports: frozenset[str]
    attempts: Mapping[int, int]
    helpers: frozenset[str]
    approved: Contract | None
    document: Document | None = None
    described: frozenset[str] = frozenset()


Judge = Callable[[Any], Iterator[Fact]]


@dataclass(frozen=True, slots=True)
class Check:
    """A check as the engine runs it. `applies` tells whether a subject can be judged at all.

    `needs` says, for people, what an operation must have for the check to apply; `relevant` tells as much of it as can
    be told from the operation alone, before anything is asked of it.
    """

    id: str
    family: Family
    judges: Subject
    severity: Severity
    blame: Blame
    sources: tuple[Source, Source]
    needs: str
    applies: Callable[[Any], bool]
    judge: Judge
    documentation: str
    relevant: Callable[[Operation], bool] = lambda _: True

    @property
    def summary(self) -> str:
        """The first sentence of the documentation."""
        return self.documentation.split("\n\n", 1)[0].replace("\n", " ")


def answers_with_data(operation: Operation) -> bool:
    """A typed value comes back, or a pager's items."""
    return operation.shape in {"value", "pager"}


def gave_data(exchange: Exchange) -> bool:
    """A conforming answer with data came back as a value: what it became can be compared."""
    return exchange.succeeded and answers_with_data(exchange.expectation.operation)


def sent_arguments(exchange: Exchange) -> bool:
    """A request was sent, and it was to carry arguments."""
    return exchange.trace is not None and bool(exchange.trace.outcomes)


def from_a_server(exchange: Exchange) -> bool:
    """A real server was asked, and answered or failed to."""
    return exchange.live is not None and bool(exchange.round_trips)


def accepted_by_a_server(exchange: Exchange) -> bool:
    """A real server's last answer has a 2xx status and is whole."""
    return from_a_server(exchange) and exchange.final is not None and exchange.final.succeeded


def refused_by_a_server(exchange: Exchange) -> bool:
    """A real server's last answer has an error's status and is whole."""
    if not from_a_server(exchange) or exchange.final is None:
        return False
    return exchange.final.response.status >= 400 and not exchange.final.response.fault


def answers_with_model(operation: Operation) -> bool:
    """A model is somewhere in what comes back."""
    return answers_with_data(operation) and any(inner.kind == "model" for inner in operation.response.walk())


def check(
    *,
    family: Family,
    judges: Subject,
    severity: Severity,
    sources: tuple[Source, Source],
    needs: str = "an exchange",
    applies: Callable[[Any], bool] = lambda _: True,
    relevant: Callable[[Operation], bool] = lambda _: True,
    blame: Blame = Blame.SDK,
) -> Callable[[Judge], Check]:
    """Make a check of a function that yields facts. Its id is the function's name, its words the module's docstring."""

    def make(judge: Judge) -> Check:
        module = inspect.getmodule(judge)
        documentation = inspect.cleandoc(module.__doc__ or "") if module else ""
        return Check(
            judge.__name__, family, judges, severity, blame, sources, needs, applies, judge, documentation, relevant
        )  # fmt: skip

    return make
