"""A server accepts a request with an invalid token.

Why it matters
    Anybody can read or change data that should be protected.

Conforming
    401 for a request with an invalid token

Violating
    200 and data for a request with an invalid token
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.CRITICAL,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a call with an invalid token of an operation that is not public",
    applies=lambda server: server.live.case == "unauthorised" and not server.live.public,
    blame=Blame.SERVER,
)
def invalid_token_accepted(server: ServerResponse) -> Facts:
    if server.accepted:
        yield Fact(message=f"{server.status} for an invalid token", exchange=server.exchange)
