"""The SDK raises its exception for an error status, with the status of a success.

Why it matters
    Code that decides by the status takes a call that the server carried out for one that it has to repeat, and
    `status_code: 200` in a log does not say what is wrong.

Conforming
    `200 <html>` for a model -> an exception of its own for a response that cannot be read

Violating
    `200 <html>` for a model -> `ApiError(status_code=200)`
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a successful response with another body",
)
def error_with_success_status(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=seen.observation.error,
                message=f"A call that succeeded {seen.observation.outcome[:100]}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.observation.error in runtime.status_errors
            and isinstance(seen.observation.status, int)
            and 200 <= seen.observation.status < 300
        ),
    )
