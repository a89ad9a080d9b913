"""A model of the approved contract is not used any more where it was.

Why it matters
    Code that imports it, or checks for it with isinstance, stops working.

Conforming
    the models are the approved ones

Violating
    `Task` was replaced by `TaskModel`
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
def model_missing(sides: DeclaredOperation) -> Iterator[Fact]:
    for model in sides.missing_models():
        yield Fact("the model is not reachable from the operations that used it", of=model)
