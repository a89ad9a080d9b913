"""A server's answer does not have the type that the SDK declares for it.

Why it matters
    The SDK hands the value on as it came: callers get a text where they were promised a number, or no attribute.

Conforming
    `created_at: datetime` is answered with `"2025-03-04T05:06:07Z"`

Violating
    `created_at: datetime` is answered with `null`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, answers_with_data, check
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a successful answer with a typed body",
    applies=lambda exchange: accepted_by_a_server(exchange) and answers_with_data(exchange.expectation.operation),
    relevant=answers_with_data,
    blame=Blame.SERVER,
)
def server_response_type_mismatch(exchange: Exchange) -> Iterator[Fact]:
    for difference in () if exchange.live is None else exchange.live.mismatches:
        yield Fact(f"{difference.place or 'the answer'}: {difference.text}", difference.place, exchange)
