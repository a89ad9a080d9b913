"""The SDK raises a different exception class for a status than it declares.

Why it matters
    `except NotFoundError` does not catch the error that it was written for.

Conforming
    404 declared as NotFoundError raises NotFoundError

Violating
    404 declared as NotFoundError raises ApiError
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, RaisedError, Severity, Source, check
from conformance.wire import UNDECLARED


@check(
    family="error",
    judges=Exchange,
    select=RaisedError.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an error response",
    applies=lambda error: error.exchange.first_request is not None and error.raised.expected,
)
def error_class_differs(error: RaisedError) -> Facts:
    expectation, label = error.exchange.expectation, error.exchange.scripted.label
    errors = expectation.operation.errors
    declared = errors.get(error.status) or errors.get(UNDECLARED)  # the class of statuses that nothing declares
    expected = declared.error if declared else expectation.error_base
    if error.raised.name != expected and label.count("_") == 1:
        message = f"status {error.status} raises {error.raised.name}, declared {expected}"
        yield Fact(message=message, part=str(error.status), exchange=error.exchange)
