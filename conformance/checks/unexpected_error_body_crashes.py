"""The SDK raises a bare Python error for an error response whose body is not a JSON object.

Why it matters
    Proxies and crashed servers respond with HTML, an empty body, or lists; `except ApiError` has to catch that, too.

Conforming
    `502 <html>` -> ApiError with the text as body

Violating
    `502 <html>` -> UnicodeDecodeError
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Raising, Severity, Source, check, received_error


@check(
    family="error",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error response with an unexpected body",
    applies=received_error,
)
def unexpected_error_body_crashes(exchange: Exchange) -> Facts:
    if exchange.raised is not None and not exchange.raised.expected:
        message = f"response `{exchange.scripted.label}`: {exchange.raised.text}"
        yield Fact(message=message, part=exchange.raised.name.rpartition(".")[2], exchange=exchange, origin=Raising())
