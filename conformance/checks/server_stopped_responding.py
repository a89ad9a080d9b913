"""A server refuses connections.

Why it matters
    Nothing works: the server died, restarts, or does not listen.

Conforming
    the server accepts the connection

Violating
    the server refuses the connection in the middle of a run
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
def server_stopped_responding(server: ServerResponse) -> Facts:
    if server.has_fault("refused"):
        yield Fact(message="the connection was refused", exchange=server.exchange)
