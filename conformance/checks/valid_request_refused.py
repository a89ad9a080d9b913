"""A server refuses the simplest valid request with a 4xx status.

Why it matters
    What the SDK's types and the server's document allow does not work: both promise callers something else.

Conforming
    `create(title=...)`, with everything that is required, is answered with 201

Violating
    `create(title=...)` is answered with 400 `{"owner": ["required"]}`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.exchange.routes import route
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="the simplest call, in a state in which it can work",
    applies=lambda exchange: from_a_server(exchange) and exchange.live.case == "simplest" and exchange.live.valid,
    blame=Blame.SERVER,
)
def valid_request_refused(exchange: Exchange) -> Iterator[Fact]:
    final = exchange.final
    if final is None or final.response.fault or not 400 <= final.response.status < 500:
        return
    if any(each.succeeded for each in exchange.round_trips):  # a pager's first pages came
        return
    operation = exchange.expectation.operation
    if not route(operation, final.response).is_absent:
        yield Fact(f"{final.response.status} for the simplest valid request", "", exchange)
