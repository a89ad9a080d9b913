"""A parameter of the approved contract is not accepted any more.

Why it matters
    A call that names it raises TypeError.

Conforming
    `tasks.list(page=1)` is accepted

Violating
    `tasks.list(page=1)` -> TypeError
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
def parameter_missing(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, actual, approved in sides.pairs():
        now = {parameter.name for parameter in actual.accepted}
        for parameter in approved.accepted:
            if parameter.name not in now:
                yield Fact(f"{twin}: `{parameter.name}` is not accepted", parameter.name)
