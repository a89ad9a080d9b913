"""Plan: which calls an operation gets, and which answers each of them.

The simplest call meets every answer; every other call meets a conforming one. The order is from simple to special, so
that what is found first is easy to read.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from conformance.contract.model import Operation, Parameter
from conformance.generate.call import Call
from conformance.generate.responses import ResponseFactory, ResponseScript
from conformance.generate.samples import HOSTILE_PATH_VALUES, edges, fits_header
from conformance.generate.strategies import Strategies
from conformance.generate.values import Value

if TYPE_CHECKING:
    from conformance.generate.spec_guided_calls import SpecGuidedCalls  # needs the extra `openapi`

DRAWN: Final = ("drawn", "drawn_too")  # labels of the drawn answers of one call
INVALID_BODY: Final = 400  # the status for a body that the server does not accept
APART: Final = 100  # between the numbers of two arguments of one full call
MOST_EDGES: Final = 10  # calls in which every argument has a border value


class Plan:
    """The calls and answers of one operation. `described` holds the calls to an OpenAPI document, if one was given."""

    def __init__(
        self, operation: Operation, answers: ResponseFactory, described: SpecGuidedCalls | None = None
    ) -> None:
        self.operation, self.answers, self.samples = operation, answers, answers.samples
        self.described = described
        self.minimal = answers.minimal(operation)

    @property
    def worth_exploring(self) -> bool:
        """There is something to vary: an argument, or a typed answer."""
        return bool(self.operation.accepted) or self.operation.shape in {"value", "pager"}

    def fixed_calls(self) -> Iterator[tuple[Call, list[ResponseScript]]]:
        """Calls without chance, each with its answers."""
        operation, answers = self.operation, self.answers
        everything = [
            *answers.conforming(operation),
            *answers.mislabelled(operation),
            *answers.errors(operation),
            *answers.odd_errors(operation),
            *answers.hostile(operation),
        ]
        calls = [self.simplest(), *self._full(), *self._none(), *self._edges(), *self._paths()]
        if self.described is not None:
            calls = list(self.described.conform_all(calls))
        for number, call in enumerate(calls):
            refused = call.origin == "invalid" and number > 0
            yield call, everything if number == 0 else [self.refusal] if refused else [self.minimal]

    @property
    def refusal(self) -> ResponseScript:
        """What a server says to a body that it does not accept."""
        return self.answers.refusal(self.operation, INVALID_BODY)

    def simplest(self) -> Call:
        """The required arguments alone. Path values are named after their parameters, so that a mix-up shows."""
        return Call(
            self.operation.path, {p.name: self._plain(p) for p in self.operation.accepted if p.required}, "simplest"
        )

    def _plain(self, parameter: Parameter) -> Value:
        kinds = {member.kind for member in parameter.type.members}
        if parameter.location == "path" and "string" in kinds:
            return f"{parameter.name}-1"
        if parameter.location == "path" and "integer" in kinds:
            return 100 + (parameter.position or 0)
        return self.samples.simplest(parameter.type.without_null())

    def _complete(self, parameter: Parameter) -> Value:
        """A telling value; in a path one that needs no escaping."""
        return self._plain(parameter) if parameter.location == "path" else self._full_value(parameter)

    def _full_value(self, parameter: Parameter) -> Value:
        """A value that no other argument of the call has, so that a swap shows."""
        position = self.operation.parameters.index(parameter)
        value = self.samples.fullest(parameter.type, parameter.name, APART * position + 1)
        return value if parameter.location != "header" or fits_header(value) else f"{parameter.name} {position}"

    def _full(self) -> Iterator[Call]:
        """Every argument; then, one argument at a time, the alternatives of its type."""
        accepted = self.operation.accepted
        if not any(not parameter.required for parameter in accepted) and not self._models():
            return
        everything = {parameter.name: self._complete(parameter) for parameter in accepted}
        yield Call(self.operation.path, everything, "full")
        simplest = self.simplest().arguments
        for parameter in accepted:
            if parameter.location != "path":
                for variant in islice(self.samples.variants(parameter.type), 1, None):
                    yield Call(self.operation.path, {**simplest, parameter.name: variant}, "full")

    def _models(self) -> bool:
        return any(inner.kind == "model" for p in self.operation.accepted for inner in p.type.walk())

    def _none(self) -> Iterator[Call]:
        """None for every optional argument that admits it."""
        optional = [p.name for p in self.operation.accepted if not p.required and p.type.nullable]
        if optional:
            yield Call(self.operation.path, {**self.simplest().arguments, **dict.fromkeys(optional)}, "none")

    def _edges(self) -> Iterator[Call]:
        """Border values of every argument at once, as many calls as the argument with the most of them needs."""
        borders = {p.name: list(edges(p.type)) for p in self.operation.accepted if p.location != "path"}
        for parameter in self.operation.accepted:
            if parameter.location == "header":
                borders[parameter.name] = [value for value in borders[parameter.name] if fits_header(value)]
        borders = {name: values for name, values in borders.items() if values}
        base = self.simplest().arguments
        for number in range(min(MOST_EDGES, max(map(len, borders.values()), default=0))):
            chosen = {name: values[number % len(values)] for name, values in borders.items()}
            yield Call(self.operation.path, {**base, **chosen}, "edge")

    def _paths(self) -> Iterator[Call]:
        """Path values with reserved characters, one parameter at a time."""
        base = self.simplest().arguments
        for parameter in self.operation.accepted:
            textual = any(member.kind in {"string", "any"} for member in parameter.type.members)
            if parameter.location == "path" and textual:
                for value in HOSTILE_PATH_VALUES:
                    yield Call(self.operation.path, {**base, parameter.name: value}, "path")

    def generated_calls(self, strategies: Strategies) -> st.SearchStrategy[tuple[Call, list[ResponseScript]]]:
        """A drawn call, with drawn conforming answers and a refusal: one call is exchanged several times."""
        operation, refusal = self.operation, self.answers.refusal(self.operation)
        calls = strategies.calls(operation)
        if self.described is not None:
            calls = self.described.generated_calls(calls)
        if operation.shape in {"nothing", "stream"}:
            return calls.map(lambda call: (call, [self.minimal, refusal]))
        value = strategies.of(operation.response.without_null())

        def answered(drawn: tuple[Call, Value, Value]) -> tuple[Call, list[ResponseScript]]:
            call, *values = drawn
            made = [self.answers.success(operation, label, value) for label, value in zip(DRAWN, values, strict=True)]
            return call, [*made, refusal]

        return st.tuples(calls, value, value).map(answered)
