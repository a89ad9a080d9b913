"""The example of a docstring sends something else than it says.

Why it matters
    Users build on what an example does; one that calls another operation, or whose argument is lost, teaches a mistake.

Conforming
    `client.projects.create(title="x")` -> `POST /api/projects/ {"title": "x"}`

Violating
    the example of `projects.create` calls `client.projects.list()`; or its `title` is not sent
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Severity, Source, check
from conformance.contract.url_shape import matches_template
from conformance.documentation.examples import ExampleRun
from conformance.documentation.subjects import DocumentedOperation
from conformance.exchange.argument_trace import trace_arguments
from conformance.generate.call import Call


@check(
    family="documentation",
    judges=DocumentedOperation,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="an example that runs",
    applies=lambda documented: any(_ran(run) for run in documented.runs),
)
def example_request_differs(documented: DocumentedOperation) -> Facts:
    operation = documented.operation
    for run in filter(_ran, documented.runs):
        own = [
            request
            for request in run.requests
            if request.method == operation.method and matches_template(operation.url, request.path)
        ]
        if not own:
            sent = ", ".join(f"{request.method} {request.path}" for request in run.requests[:3]) or "nothing"
            yield Fact(
                message=f"{documented.twin}: the example sends {sent}; "
                f"the operation is {operation.method} {operation.url}.",
                part=f"request.{documented.twin}",
            )
            continue
        trace = trace_arguments(
            operation, Call(operation.path, dict(run.arguments or {}), origin="example"), own[0], documented.models
        )
        for argument in trace.with_outcome("lost", "changed", "elsewhere"):
            yield Fact(
                message=f"{documented.twin}: the example's `{argument.parameter.name}` is {argument.outcome}: "
                f"{argument.detail}.",
                part=f"{argument.parameter.name}.{documented.twin}",
            )


def _ran(run: ExampleRun) -> bool:
    return not (run.not_run or run.invalid or run.raised)
