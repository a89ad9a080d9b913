"""A model no longer keeps unknown fields, or extends other classes than approved.

Why it matters
    Fields of newer servers are lost, and isinstance checks on a base class fail.

Conforming
    unknown fields are kept, as approved

Violating
    `extra="ignore"`
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
def model_shape_changed(sides: DeclaredOperation) -> Iterator[Fact]:
    for model, approved in sides.shared_models():
        if model.keeps_unknown != approved.keeps_unknown:
            yield Fact(
                f"keeps unknown fields: {model.keeps_unknown}, approved {approved.keeps_unknown}",
                "extra",
                of=model.name,
            )
        if model.bases != approved.bases:
            yield Fact(
                f"extends {', '.join(model.bases)}; approved {', '.join(approved.bases)}", "bases", of=model.name
            )
