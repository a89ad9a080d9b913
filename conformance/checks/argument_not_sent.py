"""An argument that the caller gave does not reach the wire.

Why it matters
    The server acts as if nothing had been asked: a filter is ignored, a field keeps its old value, and nobody is
    told.

Conforming
    `projects.list(page_size=5)` -> `GET /api/projects/?page_size=5`

Violating
    `projects.list(page_size=5)` -> `GET /api/projects/`
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
def argument_not_sent(exchange: Exchange) -> Iterator[Fact]:
    for arrival in exchange.trace.with_outcome("lost") if exchange.trace else ():
        where = f"{arrival.parameter.location} `{arrival.parameter.wire_name}`"
        yield Fact(
            f"`{arrival.parameter.name}` is not sent as {where}: {arrival.detail}", arrival.parameter.name, exchange
        )
