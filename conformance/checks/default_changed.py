"""What is sent for an argument that was not given is not the promised default.

Why it matters
    Callers who leave an argument out rely on its default; a list that starts at another page skips items.

Conforming
    `tasks.list()` -> `?page=1`

Violating
    `tasks.list()` -> `?page=0`
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
    needs="a parameter with a default that is sent",
    applies=lambda exchange: (
        exchange.first_request is not None
        and any(p.sent_default is not None for p in exchange.expectation.operation.parameters)
    ),
    relevant=lambda operation: any(p.sent_default is not None for p in operation.parameters),
)
def default_changed(exchange: Exchange) -> Iterator[Fact]:
    sent: dict[tuple[str, str], str] = {}
    if exchange.first_request:
        sent = {(place, name): value for place, name, value in sent_values(exchange.first_request)}
    for parameter in exchange.expectation.operation.parameters:
        if parameter.sent_default is None or parameter.name in exchange.call.arguments:
            continue
        value = sent.get((parameter.location, parameter.wire_name))
        if value != parameter.sent_default:
            text = f"`{parameter.name}` was not given: {value!r} is sent, {parameter.sent_default!r} promised"
            yield Fact(text, parameter.name, exchange)
