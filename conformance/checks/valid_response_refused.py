"""The SDK raises on a valid response.

Why it matters
    The operation succeeded on the server, and the caller gets an exception: a retry does it twice.

Conforming
    `200 {"id": 1}` -> a model

Violating
    `200 {"id": 1}` -> ValidationError
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Raising, Severity, Source, check


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a valid response",
    applies=lambda exchange: (
        exchange.scripted.conforming and not exchange.scripted.extra and exchange.first_request is not None
    ),
)
def valid_response_refused(exchange: Exchange) -> Facts:
    if exchange.raised is not None:
        label = exchange.scripted.label
        part = "" if label.startswith("drawn") else label
        message = f"response `{label}`: {exchange.raised.text}"
        yield Fact(message=message, part=part, exchange=exchange, origin=Raising())
