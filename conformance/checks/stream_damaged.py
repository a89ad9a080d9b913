"""A stream yields different bytes, or fewer or more items, than the server sent.

Why it matters
    Callers store exports and downloads as they arrive, and notice the damage only when they need the file.

Conforming
    every byte, in order; of server-sent events, each

Violating
    the last chunk is missing
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check


@check(
    family="response",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a streaming operation",
    applies=lambda exchange: exchange.succeeded and exchange.expectation.operation.shape == "stream",
    relevant=lambda operation: operation.shape == "stream",
)
def stream_damaged(exchange: Exchange) -> Facts:
    if exchange.expectation.operation.response_format:
        items, sent = exchange.value, exchange.scripted.payloads
        count = len(items) if isinstance(items, list) else 0
        if count != len(sent):
            yield Fact(message=f"the response has {len(sent)} items, the SDK returned {count}", exchange=exchange)
        return
    content = exchange.scripted.responses[0].content
    if exchange.value != content:
        actual = f"{len(exchange.value)} bytes" if isinstance(exchange.value, bytes) else repr(exchange.value)
        yield Fact(message=f"the response has {len(content)} bytes, the SDK returned {actual}", exchange=exchange)
