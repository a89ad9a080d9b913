"""The declared result is not the approved one.

Why it matters
    Code that was type-checked against the approved result reads attributes that may not be there.

Conforming
    `-> Task` as approved

Violating
    `-> dict`
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
def response_type_changed(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, actual, approved in sides.pairs():
        for aspect in ("shape", "response", "page", "items"):
            new, old = getattr(actual, aspect), getattr(approved, aspect)
            if new != old:
                yield Fact(f"{twin}: {aspect} is {new}, approved {old}", aspect)
