"""A server's response takes longer than the limit.

Why it matters
    Callers wait, and time out where they have set a limit.

Conforming
    the response comes within the limit

Violating
    the response comes after ten seconds
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MINOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a response whose duration is known",
    applies=lambda server: bool(server.live.seconds),
    blame=Blame.SERVER,
)
def server_response_slow(server: ServerResponse) -> Facts:
    if max(server.live.seconds) > server.live.slow_seconds:
        yield Fact(message=f"a response took longer than {server.live.slow_seconds:g} s", exchange=server.exchange)
