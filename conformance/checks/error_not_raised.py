"""The SDK returns a value for an error status, or for a redirect that it does not follow.

Why it matters
    The caller continues as if the operation had succeeded.

Conforming
    503 -> ApiError

Violating
    503 -> None
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Returning, Severity, Source, check, received_error


@check(
    family="error",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error response",
    applies=received_error,
)
def error_not_raised(exchange: Exchange) -> Facts:
    status = exchange.scripted.status
    if exchange.raised is None and not exchange.endless:
        message = f"status {status} returned {type(exchange.value).__name__}"
        yield Fact(message=message, part=str(status), exchange=exchange, origin=Returning())
