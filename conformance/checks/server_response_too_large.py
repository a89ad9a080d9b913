"""A server's answer does not end within the bounds that are read of it.

Why it matters
    A caller's memory fills until the process dies.

Conforming
    an answer ends

Violating
    an answer goes on for hundreds of megabytes
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
def server_response_too_large(exchange: Exchange) -> Iterator[Fact]:
    if any(answered.response.fault == "flood" for answered in exchange.round_trips):
        yield Fact("there was more of the answer than is read", "", exchange)
