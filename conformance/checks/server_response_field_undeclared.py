"""A server's answer has a field that the SDK does not declare.

Why it matters
    Callers can reach it only past the type checker; the SDK is behind the server, or the server shows too much.

Conforming
    every field of the answer is a field of its model

Violating
    the server answers with `archived_by`, and the model has no such field
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, answers_with_data, check
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.NOTE,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a successful answer with a typed body",
    applies=lambda exchange: accepted_by_a_server(exchange) and answers_with_data(exchange.expectation.operation),
    relevant=answers_with_data,
    blame=Blame.SDK,
)
def server_response_field_undeclared(exchange: Exchange) -> Iterator[Fact]:
    for difference in () if exchange.live is None else exchange.live.undeclared_fields:
        yield Fact(f"{difference.place}: {difference.text}", difference.place, exchange)
