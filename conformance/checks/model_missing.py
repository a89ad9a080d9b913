"""The operations that used a model of the approved contract no longer use it.

Why it matters
    Code that imports the model, or checks for it with isinstance, stops working.

Conforming
    the models are the approved ones

Violating
    `Task` was replaced by `TaskModel`
"""

from __future__ import annotations

from conformance.checks.prelude import ApprovedOperation, DeclaredOperation, Fact, Facts, Severity, Source, check


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def model_missing(operation: ApprovedOperation) -> Facts:
    for model in operation.missing_models():
        yield Fact(message="no operation that used the model still uses it", subject=model)
