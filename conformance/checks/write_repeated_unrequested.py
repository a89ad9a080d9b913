"""A request that changes data is sent again after a failure, although the caller requested no retries.

Why it matters
    The first request may have been carried out: the same thing is then created twice.

Conforming
    `POST` fails with the server's error; a caller who wants retries requests them

Violating
    a client that sets nothing sends the `POST` three times
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a request that changes data",
)
def write_repeated_unrequested(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=seen.script,
                message=f"{seen.script}: the {requests[0].request.method} is sent {len(requests)} times.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.configuration == "default client"
            and not seen.options
            and not seen.case.situation.script.good
            and seen.script != "connection refused"  # nothing has reached the server
            if len(requests := seen.observation.requests) > 1
            and requests[0].request.method in {"POST", "PATCH"}
            and requests[0].request.url == requests[1].request.url
        ),
    )
