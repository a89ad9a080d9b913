"""The SDK raises for an answer that holds to the declared type strictly.

Why it matters
    The operation succeeded on the server, and the caller sees a failure: a retry does it twice.

Conforming
    `200 {"id": 1}` -> a model

Violating
    `200 {"id": 1}` -> ValidationError
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a conforming answer",
    applies=lambda exchange: (
        exchange.scripted.conforming and not exchange.scripted.extra and exchange.first_request is not None
    ),
)
def conforming_response_refused(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is not None:
        label = exchange.scripted.label
        yield Fact(f"answer `{label}`: {exchange.raised.text}", "" if label.startswith("drawn") else label, exchange)
