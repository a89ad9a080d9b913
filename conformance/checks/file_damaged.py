r"""A file argument arrives with other content, another name or another content type.

Why it matters
    An upload that is cut, re-encoded or renamed is stored as it arrived; the damage shows when somebody needs the
    file.

Conforming
    a part `file` with the name, the content type and every byte that was given

Violating
    the same part with `\\r\\n` in place of `\\n`
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
    needs="a file argument",
    applies=lambda exchange: (
        exchange.trace is not None and any(p.location == "file" for p in exchange.expectation.operation.parameters)
    ),
    relevant=lambda operation: any(p.location == "file" for p in operation.parameters),
)
def file_damaged(exchange: Exchange) -> Iterator[Fact]:
    for arrival in exchange.trace.with_outcome("changed") if exchange.trace else ():
        if arrival.parameter.location == "file":
            yield Fact(f"`{arrival.parameter.name}`: {arrival.detail}", arrival.parameter.name, exchange)
