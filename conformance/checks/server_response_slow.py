"""Responses of a server to one operation take much longer than those to other operations.

Why it matters
    Callers wait, and time out where they have set a limit.

Conforming
    responses come within five seconds; or a machine under load makes every response slow; or only one is slow; or
    those that take long have much data

Violating
    two responses come after ten seconds, while those to other operations take a fraction of a second
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MINOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a response of a real server",
    blame=Blame.SERVER,
)
def server_response_slow(server: ServerResponse) -> Facts:
    if server.live.slow and not server.has_fault("timeout"):
        message = "responses took longer than 5 s, and many times as long as those to other operations"
        yield Fact(message=message, exchange=server.exchange)
