"""A server's answer breaks off before its end.

Why it matters
    Half of the data came; a caller who takes it for all of it is wrong.

Conforming
    as many bytes come as were announced

Violating
    the connection is closed in the middle of a body
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
def server_response_truncated(exchange: Exchange) -> Iterator[Fact]:
    if any(answered.response.fault == "cut" for answered in exchange.round_trips):
        yield Fact("the connection broke before the answer was whole", "", exchange)
