"""A server cannot be reached.

Why it matters
    Nothing works; the server died, restarts, or does not listen.

Conforming
    a connection is made

Violating
    the connection is refused in the middle of a run
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
    needs="a request",
    applies=from_a_server,
    blame=Blame.SERVER,
)
def server_stopped_responding(exchange: Exchange) -> Iterator[Fact]:
    if any(answered.response.fault == "refused" for answered in exchange.round_trips):
        yield Fact("no connection could be made", "", exchange)
