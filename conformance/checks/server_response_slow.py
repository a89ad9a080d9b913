"""A server takes longer over an answer than it may.

Why it matters
    Callers wait, and time out where they have set a limit.

Conforming
    an answer comes within the limit

Violating
    an answer comes after ten seconds
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="an answer whose time was taken",
    applies=lambda exchange: from_a_server(exchange) and bool(exchange.live.seconds),
    blame=Blame.SERVER,
)
def server_response_slow(exchange: Exchange) -> Iterator[Fact]:
    if exchange.live is not None and max(exchange.live.seconds) > exchange.live.slow_seconds:
        yield Fact(f"an answer took longer than {exchange.live.slow_seconds:g} s", "", exchange)
