"""A stream comes back with other bytes than were sent.

Why it matters
    Exports and downloads are stored as they came; the damage shows when somebody needs the file.

Conforming
    every byte, in order

Violating
    the last chunk is missing
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a streaming operation",
    applies=lambda exchange: exchange.succeeded and exchange.expectation.operation.shape == "stream",
    relevant=lambda operation: operation.shape == "stream",
)
def stream_damaged(exchange: Exchange) -> Iterator[Fact]:
    sent = exchange.scripted.responses[0].content
    if exchange.value != sent:
        got = f"{len(exchange.value)} bytes" if isinstance(exchange.value, bytes) else repr(exchange.value)
        yield Fact(f"{len(sent)} bytes were sent, {got} came back", exchange=exchange)
