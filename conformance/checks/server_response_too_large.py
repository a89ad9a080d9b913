"""A server's response exceeds the size limit.

Why it matters
    The caller's memory fills until the process dies.

Conforming
    the response ends

Violating
    the response continues for hundreds of megabytes
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a request",
    blame=Blame.SERVER,
)
def server_response_too_large(server: ServerResponse) -> Facts:
    if server.has_fault("flood"):
        yield Fact(message="the response exceeds the size limit", exchange=server.exchange)
