"""Plan: which calls an operation gets, and which responses each call gets.

The simplest call gets every response; every other call gets a conforming one. The order is from simple to special, so
that the first finding is easy to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from conformance.contract.model import Operation, Parameter
from conformance.generate.call import Call
from conformance.generate.overrides import Override
from conformance.generate.responses import ResponseFactory, ResponseScript, is_opaque
from conformance.generate.samples import HOSTILE_PATH_VALUES, edges, fits_header
from conformance.generate.strategies import Strategies
from conformance.generate.values import Value

if TYPE_CHECKING:
    from conformance.generate.spec_guided_calls import SpecGuidedCalls  # needs the extra `openapi`

GENERATED_LABELS: Final = ("drawn", "drawn_too")  # of the two generated responses of one call
INVALID_BODY: Final = 400  # the status of a response to an invalid body
NUMBER_STEP: Final = 100  # between the numbers of two arguments of one full call
MAX_EDGE_CALLS: Final = 10  # calls in which every argument has an edge value


class Plan:
    """The calls of one operation and their responses.

    `guided` fits calls to an OpenAPI document, if there is one; `override` has values of the user's own.
    """

    def __init__(
        self,
        operation: Operation,
        responses: ResponseFactory,
        guided: SpecGuidedCalls | None = None,
        override: Override | None = None,
    ) -> None:
        self.operation, self.responses, self.samples = operation, responses, responses.samples
        self.guided, self.override = guided, override
        self.minimal = responses.minimal(operation)

    @property
    def has_variations(self) -> bool:
        """Something can vary: an argument, or a typed response."""
        return bool(self.operation.accepted) or self.operation.shape in {"value", "pager"}

    def fixed_calls(self) -> Iterator[tuple[Call, list[ResponseScript]]]:
        """The calls that are not generated, each with its responses."""
        operation, responses = self.operation, self.responses
        everything = [
            *responses.conforming(operation),
            *responses.wrong_content_type(operation),
            *responses.errors(operation),
            *responses.non_object_errors(operation),
            *responses.hostile(operation),
        ]
        calls = [self.simplest(), *self._full_calls(), *self._none_calls(), *self._edge_calls(), *self._path_calls()]
        if self.guided is not None:
            calls = list(self.guided.conform_all(calls))
        if self.override is not None:
            calls = list(self.override.fixed(calls))
        for number, call in enumerate(calls):
            if number == 0:
                yield call, everything
            else:
                yield call, [self.refusal if call.origin == "invalid" else self.minimal]

    @property
    def refusal(self) -> ResponseScript:
        """The response to an invalid body."""
        return self.responses.refusal(self.operation, INVALID_BODY)

    def simplest(self) -> Call:
        """The required arguments only. Path values contain the parameter name, so that a mix-up shows."""
        return Call(
            self.operation.path,
            {p.name: self._plain_value(p) for p in self.operation.accepted if p.required},
            "simplest",
        )

    def _plain_value(self, parameter: Parameter) -> Value:
        kinds = {member.kind for member in parameter.type.members}
        if parameter.location == "path" and "string" in kinds:
            return f"{parameter.name}-1"
        if parameter.location == "path" and "integer" in kinds:
            return 100 + (parameter.position or 0)
        return self.samples.simplest(parameter.type.without_null())

    def _full_value(self, parameter: Parameter) -> Value:
        """A value that no other argument of the call has, so that a swap shows; in a path one without escapes."""
        if parameter.location == "path":
            return self._plain_value(parameter)
        position = self.operation.parameters.index(parameter)
        value = self.samples.fullest(parameter.type, parameter.name, NUMBER_STEP * position + 1)
        return value if parameter.location != "header" or fits_header(value) else f"{parameter.name} {position}"

    def _full_calls(self) -> Iterator[Call]:
        """Every argument; then, one argument at a time, the alternatives of its type."""
        accepted = self.operation.accepted
        if not any(not parameter.required for parameter in accepted) and not self._has_models():
            return
        everything = {parameter.name: self._full_value(parameter) for parameter in accepted}
        yield Call(self.operation.path, everything, "full")
        simplest = self.simplest().arguments
        for parameter in accepted:
            if parameter.location != "path":
                for variant in islice(self.samples.variants(parameter.type), 1, None):
                    yield Call(self.operation.path, {**simplest, parameter.name: variant}, "full")

    def _has_models(self) -> bool:
        return any(inner.kind == "model" for p in self.operation.accepted for inner in p.type.walk())

    def _none_calls(self) -> Iterator[Call]:
        """None for every optional argument that allows it."""
        optional = [p.name for p in self.operation.accepted if not p.required and p.type.nullable]
        if optional:
            yield Call(self.operation.path, {**self.simplest().arguments, **dict.fromkeys(optional)}, "none")

    def _edge_calls(self) -> Iterator[Call]:
        """Edge values of all arguments at once: as many calls as the argument with the most edge values needs."""
        edge_values = {p.name: list(edges(p.type)) for p in self.operation.accepted if p.location != "path"}
        for parameter in self.operation.accepted:
            if parameter.location == "header":
                edge_values[parameter.name] = [value for value in edge_values[parameter.name] if fits_header(value)]
        edge_values = {name: values for name, values in edge_values.items() if values}
        base = self.simplest().arguments
        for number in range(min(MAX_EDGE_CALLS, max(map(len, edge_values.values()), default=0))):
            chosen = {name: values[number % len(values)] for name, values in edge_values.items()}
            yield Call(self.operation.path, {**base, **chosen}, "edge")

    def _path_calls(self) -> Iterator[Call]:
        """Path values with reserved characters, one parameter at a time."""
        base = self.simplest().arguments
        for parameter in self.operation.accepted:
            textual = any(member.kind in {"string", "any"} for member in parameter.type.members)
            if parameter.location == "path" and textual:
                for value in HOSTILE_PATH_VALUES:
                    yield Call(self.operation.path, {**base, parameter.name: value}, "path")

    def generated_calls(self, strategies: Strategies) -> st.SearchStrategy[tuple[Call, list[ResponseScript]]]:
        """A generated call with two generated conforming responses and an error response."""
        operation, refusal = self.operation, self.responses.refusal(self.operation)
        calls = strategies.calls(operation)
        if self.guided is not None:
            calls = self.guided.generated_calls(calls)
        if self.override is not None:
            calls = self.override.generated(calls)
        if is_opaque(operation):
            return calls.map(lambda call: (call, [self.minimal, refusal]))
        value = strategies.of(operation.response.without_null())

        def with_responses(generated: tuple[Call, Value, Value]) -> tuple[Call, list[ResponseScript]]:
            call, *values = generated
            labelled = zip(GENERATED_LABELS, values, strict=True)
            successes = [self.responses.success(operation, label, value) for label, value in labelled]
            return call, [*successes, refusal]

        return st.tuples(calls, value, value).map(with_responses)
