"""A server fails with a 5xx status.

Why it matters
    The server's own code broke on a request; whatever it was to do may be half done.

Conforming
    a request that cannot be met is answered with 400 and says why

Violating
    a request is answered with 500 Internal Server Error, be it once before a retry succeeds
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="an answer",
    applies=from_a_server,
    blame=Blame.SERVER,
)
def server_error(exchange: Exchange) -> Iterator[Fact]:
    for answered in exchange.round_trips:
        response = answered.response
        if response.status >= 500 and not response.fault:
            valid = exchange.live is None or exchange.live.valid
            what = "a valid request" if valid else "a request that is wrong"
            yield Fact(f"{response.status} for {what}", "" if valid else "wrong_request", exchange)
            return
