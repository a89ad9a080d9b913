"""The value of an argument on the wire is not the value that the caller gave.

Why it matters
    Numbers that lose digits, texts that lose characters and dates that move by a zone are stored by the server as
    sent.

Conforming
    `tasks.update(id=1, meta={"n": 9007199254740993})` -> `{"meta": {"n": 9007199254740993}}`

Violating
    the same call -> `{"meta": {"n": 9007199254740992}}`
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
def argument_changed(exchange: Exchange) -> Iterator[Fact]:
    for arrival in exchange.trace.with_outcome("changed") if exchange.trace else ():
        if arrival.parameter.location != "file":
            yield Fact(f"`{arrival.parameter.name}`: {arrival.detail}", arrival.parameter.name, exchange)
