"""Something is sent that no argument, constant or documented default accounts for.

Why it matters
    An update that sends fields which the caller left out overwrites them on the server.

Conforming
    `tasks.update(id=1)` -> no body

Violating
    `tasks.update(id=1)` -> `{"data": null}`
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
    needs="a request",
    applies=lambda exchange: exchange.trace is not None and exchange.call.origin != "path",
)
def unrequested_value_sent(exchange: Exchange) -> Iterator[Fact]:
    for place, name, text in exchange.trace.unrequested if exchange.trace else ():
        yield Fact(f"{place} `{name}` is sent although nobody asked for it: {text}", name, exchange)
