"""A snippet of the README or of another page of the release sends something else than it says.

Why it matters
    Users copy it; the argument that it shows is lost, or a request that it shows is not made.

Conforming
    `client.projects.create(title="x")` -> `POST /api/projects/ {"title": "x"}`

Violating
    the `title` of that call is not sent; or the call of an async client is not awaited, and nothing is sent
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.contract.url_shape import matches_template
from conformance.documentation.subjects import DocumentedPages
from conformance.exchange.argument_trace import trace_arguments
from conformance.generate.call import Call


@check(
    family="documentation",
    judges=DocumentedPages,
    severity=Severity.MINOR,
    sources=(Source.DOCUMENTATION, Source.SDK),
    needs="a snippet that calls an operation",
    applies=lambda pages: any(run.calls for run in pages.runs),
)
def snippet_request_differs(pages: DocumentedPages) -> Facts:
    for run in pages.runs:
        for call in run.calls:
            operation = call.operation
            own = [
                request
                for request in call.requests
                if request.method == operation.method and matches_template(operation.url, request.path)
            ]
            place, part = run.location(call.line), f"{run.snippet.page}.{run.snippet.section}: {operation.path}"
            if not own:
                sent = ", ".join(f"{request.method} {request.path}" for request in call.requests[:3]) or "nothing"
                yield Fact(
                    message=f"{place}: the call of {operation.path} sends {sent}; "
                    f"the operation is {operation.method} {operation.url}.",
                    part=part,
                    subject=PACKAGE,
                )
                continue
            given = Call(operation.path, dict(call.arguments), origin="example")
            for argument in trace_arguments(operation, given, own[0], pages.models).with_outcome(
                "lost", "changed", "elsewhere"
            ):
                yield Fact(
                    message=f"{place}: `{argument.parameter.name}` of {operation.path} is {argument.outcome}: "
                    f"{argument.detail}.",
                    part=f"{part}.{argument.parameter.name}",
                    subject=PACKAGE,
                )
