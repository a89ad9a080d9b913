"""The exception does not carry the body of the answer.

Why it matters
    The body says which field was wrong; without it a caller can only guess.

Conforming
    `400 {"title": ["required"]}` -> `error.body == {"title": ["required"]}`

Violating
    `400 {...}` -> `error.body is None`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.contract.types import ANY, Type
from conformance.exchange.compare_value import Difference
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="error",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error answer with a JSON body",
    applies=lambda exchange: (
        exchange.scripted.kind == "error"
        and bool(exchange.scripted.payloads)
        and exchange.raised is not None
        and exchange.raised.has_status
    ),
)
def error_body_lost(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is None:
        return
    body, payload = exchange.raised.body, exchange.scripted.payloads[0]
    found: list[Difference] = []
    shape = exchange.expectation.operation.errors.get(exchange.scripted.status)
    declared = (
        Type("model", name=shape.body) if shape is not None and shape.body in exchange.expectation.models else ANY
    )
    exchange.expectation.comparer.compare(declared, body, payload, (), found)
    for difference in found:
        yield Fact(f"status {exchange.scripted.status}: {difference.text}", str(exchange.scripted.status), exchange)
        return
