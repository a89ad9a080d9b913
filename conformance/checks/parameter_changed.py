"""A parameter is declared differently from the approved contract.

Why it matters
    Required where it was optional, another position, another default or another type: calls that worked fail or
    mean something else.

Conforming
    `page: int | None = None` as approved

Violating
    `page: int` is required
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda sides: sides.approved is not None,
)
def parameter_changed(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, actual, approved in sides.pairs():
        for parameter in actual.accepted:
            then = approved.parameter(parameter.name)
            if then is None or then.hidden:
                continue
            for aspect in ("required", "default", "position", "type"):
                new, old = getattr(parameter, aspect), getattr(then, aspect)
                if new != old:
                    yield Fact(f"{twin}: {aspect} of `{parameter.name}` is {new}, approved {old}", parameter.name)
