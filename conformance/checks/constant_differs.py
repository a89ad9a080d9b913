"""A constant that every request of the operation carries is missing or has another value.

Why it matters
    Constants choose a variant of the server's operation; without them it is another one.

Conforming
    `?version=2` on every request

Violating
    no `version`, or another one
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source
from conformance.wire import sent_values


@check(
    family="request",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="a constant",
    applies=lambda exchange: exchange.first_request is not None and bool(exchange.expectation.operation.constants),
    relevant=lambda operation: bool(operation.constants),
)
def constant_differs(exchange: Exchange) -> Iterator[Fact]:
    sent = set(sent_values(exchange.first_request)) if exchange.first_request else set()
    for constant in exchange.expectation.operation.constants:
        place, name, value = constant
        if constant not in sent and not any(p.wire_name == name for p in exchange.expectation.operation.parameters):
            yield Fact(f"{place} `{name}` = {value!r} is promised and not sent", name, exchange)
