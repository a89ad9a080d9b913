"""The exception does not carry the status of the response.

Why it matters
    Callers decide by the status whether to retry, to create the object, or to give up.

Conforming
    409 -> `error.status_code == 409`

Violating
    409 -> `error.status_code is None`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, RaisedError, Severity, Source, check


@check(
    family="error",
    judges=Exchange,
    select=RaisedError.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error response",
    applies=lambda error: error.raised.has_status,
)
def error_status_lost(error: RaisedError) -> Facts:
    if error.raised.status != error.status:
        message = f"status {error.status}: `status_code` is {error.raised.status!r}"
        yield Fact(message=message, part=str(error.status), exchange=error.exchange)
