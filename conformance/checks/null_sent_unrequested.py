"""None was given where it stands for an omitted argument, and something is sent for it.

Why it matters
    A query such as `?page=None` or `?page=` is an error on most servers and a wrong filter on the others.

Conforming
    `tasks.list(page_size=None)` -> `GET /api/tasks/`

Violating
    `tasks.list(page_size=None)` -> `GET /api/tasks/?page_size=None`
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
def null_sent_unrequested(exchange: Exchange) -> Iterator[Fact]:
    for arrival in exchange.trace.with_outcome("null_unexpected") if exchange.trace else ():
        yield Fact(f"`{arrival.parameter.name}`: {arrival.detail}", arrival.parameter.name, exchange)
