"""An argument arrives on the wire at another place, or under another name, than promised.

Why it matters
    A server ignores a query parameter it does not know, and a body field under a wrong name is lost without an
    error.

Conforming
    `tasks.list(selected_items="x")` -> `?selectedItems=x`

Violating
    `tasks.list(selected_items="x")` -> `?selected_items=x`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, sent_arguments
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="request",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an argument outside the path",
    applies=sent_arguments,
    relevant=lambda operation: bool(operation.accepted),
)
def argument_misplaced(exchange: Exchange) -> Iterator[Fact]:
    for arrival in exchange.trace.with_outcome("elsewhere") if exchange.trace else ():
        where = f"{arrival.parameter.location} `{arrival.parameter.wire_name}`"
        yield Fact(
            f"`{arrival.parameter.name}` belongs to {where} and is {arrival.detail}", arrival.parameter.name, exchange
        )
