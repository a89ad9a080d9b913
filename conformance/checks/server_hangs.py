"""A server does not answer in the time that it is given.

Why it matters
    Callers without a limit of their own wait for ever.

Conforming
    an answer, or an error, comes in time

Violating
    the connection stays open and nothing comes
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
def server_hangs(exchange: Exchange) -> Iterator[Fact]:
    if any(answered.response.fault == "timeout" for answered in exchange.round_trips):
        yield Fact("nothing came in the time that was given", "", exchange)
