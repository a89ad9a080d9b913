"""A body of a wrong type is accepted.

Why it matters
    A mistake of the caller goes unnoticed until the data is read.

Conforming
    `{"title": 7}` is answered with 400

Violating
    `{"title": 7}` is answered with 201
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.NOTE,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a call with a body of a wrong type",
    applies=lambda exchange: from_a_server(exchange) and exchange.live.case == "refused",
    relevant=lambda operation: operation.body == "json",
    blame=Blame.SERVER,
)
def refused_accepted(exchange: Exchange) -> Iterator[Fact]:
    if accepted_by_a_server(exchange) and exchange.final is not None:
        yield Fact(f"{exchange.final.response.status} for a body of a wrong type", "", exchange)
