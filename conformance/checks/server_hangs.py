"""A server does not respond within the time limit.

Why it matters
    Callers without a limit of their own wait forever.

Conforming
    a response, or an error, comes in time, or does so when the call is repeated: a loaded machine may need long once

Violating
    the connection stays open and no response comes
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
def server_hangs(server: ServerResponse) -> Facts:
    if server.live.slow and server.has_fault("timeout"):
        yield Fact(message="no response within the time limit", exchange=server.exchange)
