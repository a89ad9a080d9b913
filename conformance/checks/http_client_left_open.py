"""A client that is closed leaves the HTTP client open that it made itself.

Why it matters
    Its connections stay open until the program ends, although the caller did what the SDK offers to close them.

Conforming
    `client.close()` closes the connections that the client has opened

Violating
    `client.close()` returns, and the HTTP client is still open
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
    needs="a client that can be closed",
)
def http_client_left_open(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause="closing", message="The closed client leaves its own HTTP client open.", seen=seen)
            for seen in observed(runtime)
            if seen.observation.open_after_closing and seen.case.situation.configuration.http_client is None
        ),
    )
