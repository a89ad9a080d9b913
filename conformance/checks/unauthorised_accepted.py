"""A request with a wrong token is accepted.

Why it matters
    Anybody can read or change what should be protected.

Conforming
    a wrong token is answered with 401

Violating
    a wrong token is answered with 200 and data
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a call with a wrong token, of an operation that is not public",
    applies=lambda exchange: (
        from_a_server(exchange) and exchange.live.case == "unauthorised" and not exchange.live.public
    ),
    blame=Blame.SERVER,
)
def unauthorised_accepted(exchange: Exchange) -> Iterator[Fact]:
    if accepted_by_a_server(exchange) and exchange.final is not None:
        yield Fact(f"{exchange.final.response.status} for a wrong token", "", exchange)
