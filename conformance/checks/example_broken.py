"""The example of a docstring does not run.

Why it matters
    An example is the first thing that a user copies.

Conforming
    the example runs as it stands, and calls the operation

Violating
    `yield item` outside of a function; an argument that the method does not accept; a name that cannot be imported
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Severity, Source, check
from conformance.documentation.subjects import DocumentedOperation


@check(
    family="documentation",
    judges=DocumentedOperation,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="an example in the docstring",
    applies=lambda documented: any(not run.not_run for run in documented.runs),
)
def example_broken(documented: DocumentedOperation) -> Facts:
    for run in documented.runs:
        problem = f"is no Python: {run.invalid}" if run.invalid else f"raises {run.raised}" if run.raised else ""
        if problem:
            yield Fact(
                message=f"{documented.twin}: the example {problem}, at `{run.line}`.",
                part=f"{run.invalid or run.raised.partition(':')[0]}.{documented.twin}",
            )
