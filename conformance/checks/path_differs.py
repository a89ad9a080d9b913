"""The request path is not the promised one.

Why it matters
    Another path is another operation, or none.

Conforming
    `tasks.get(id="1")` -> `/api/tasks/1/`

Violating
    `tasks.get(id="1")` -> `/api/task/1/`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.exchange.path_segments import expected_path, sent_path
from conformance.finding import Severity, Source


@check(
    family="request",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="a request",
    applies=lambda exchange: exchange.first_request is not None and exchange.call.origin != "path",
)
def path_differs(exchange: Exchange) -> Iterator[Fact]:
    named = {each.name for each in exchange.expectation.operation.parameters if each.location == "path"}
    slashed = any("/" in str(value) for name, value in exchange.call.arguments.items() if name in named)
    if exchange.first_request is None or slashed:  # whether that is escaped has a check of its own
        return
    expected, sent = expected_path(exchange.expectation.operation, exchange.call), sent_path(exchange.first_request)
    if expected != sent:
        yield Fact(f"{'/'.join(sent)} is asked for, {'/'.join(expected)} promised", exchange=exchange)
