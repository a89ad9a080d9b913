"""A call changes or closes the HTTP client that the caller has given, or changes one of its arguments.

Why it matters
    The caller uses that client and those options elsewhere, too: there it now sends other headers, follows redirects,
    or is closed.

Conforming
    after a call the caller's HTTP client and the options of the call are as they were before

Violating
    a call closes the caller's HTTP client
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an HTTP client that the caller can give",
)
def callers_client_changed(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=name.removeprefix("HTTP client: "),
                message=f"The caller's {name} is changed: {change[:200]}.",
                seen=seen,
            )
            for seen in observed(runtime)
            for name, change in seen.observation.changed.items()
        ),
    )
