"""A call with a broken connection returns a value, or raises neither a connection error nor an SDK error.

Why it matters
    A truncated body that is taken for a complete one is wrong data; callers cannot retry a failure that looks like a
    bug.

Conforming
    a connection that breaks in the body -> httpx.RemoteProtocolError, or the SDK's own error

Violating
    a connection that breaks in the body -> an empty model
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Raising, Returning, Severity, Source, check


@check(
    family="error",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a broken connection",
    applies=lambda exchange: exchange.scripted.label.startswith("connection_") and exchange.first_request is not None,
)
def broken_connection_hidden(exchange: Exchange) -> Facts:
    label, raised = exchange.scripted.label, exchange.raised
    if raised is None and not exchange.endless:
        message = f"`{label}` returned {type(exchange.value).__name__}"
        yield Fact(message=message, part=label, exchange=exchange, origin=Returning())
    elif raised is not None and not raised.expected:
        yield Fact(message=f"`{label}`: {raised.text}", part=label, exchange=exchange, origin=Raising())
