"""A connection that fails comes back as a result, or as a bare Python error.

Why it matters
    Half a body taken for a whole one is wrong data; a failure that cannot be told from a bug cannot be retried.

Conforming
    a connection cut in the body -> httpx.RemoteProtocolError, or the SDK's own error

Violating
    a connection cut in the body -> an empty model
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="error",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an answer that breaks off",
    applies=lambda exchange: exchange.scripted.label.startswith("connection_") and exchange.first_request is not None,
)
def broken_connection_hidden(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is None and not exchange.endless:
        yield Fact(
            f"`{exchange.scripted.label}` returned {type(exchange.value).__name__}", exchange.scripted.label, exchange
        )
    elif exchange.raised is not None and not exchange.raised.expected:
        yield Fact(f"`{exchange.scripted.label}`: {exchange.raised.text}", exchange.scripted.label, exchange)
