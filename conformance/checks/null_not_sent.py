"""None was given for a nullable body field and null does not reach the wire.

Why it matters
    Omitting an argument leaves a field alone, None clears it: an SDK that drops None makes clearing impossible.

Conforming
    `tasks.update(id=1, meta=None)` -> `{"meta": null}`

Violating
    `tasks.update(id=1, meta=None)` -> `{}`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="request",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="None given for an argument",
    applies=lambda exchange: exchange.trace is not None and None in exchange.call.arguments.values(),
    relevant=lambda operation: any(p.type.nullable for p in operation.accepted),
)
def null_not_sent(exchange: Exchange) -> Iterator[Fact]:
    for arrival in exchange.trace.with_outcome("null_expected") if exchange.trace else ():
        yield Fact(f"`{arrival.parameter.name}`: {arrival.detail}", arrival.parameter.name, exchange)
