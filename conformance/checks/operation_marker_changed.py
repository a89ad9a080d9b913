"""An operation is deprecated, or replaced by hand-written code, and the approved contract states otherwise.

Why it matters
    A deprecation announces a change to every caller, and hand-written code follows no generator's rules.

Conforming
    deprecated and extension markers as approved

Violating
    `tasks.list` is deprecated, and it was not when the release was approved
"""

from __future__ import annotations

from conformance.checks.prelude import (
    ApprovedOperation,
    DeclaredOperation,
    Fact,
    Facts,
    Severity,
    Source,
    attribute_changes,
    check,
)


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def operation_marker_changed(operation: ApprovedOperation) -> Facts:
    for twin, actual, approved in operation.pairs:
        for marker, new, old in attribute_changes(actual, approved, "deprecated", "extension"):
            yield Fact(message=f"{twin}: {marker} is {new!r}, approved {old!r}", part=marker)
