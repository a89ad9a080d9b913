"""The exception does not carry the body of the response.

Why it matters
    The body states which field was wrong; without it a caller can only guess.

Conforming
    `400 {"title": ["required"]}` -> `error.body == {"title": ["required"]}`

Violating
    `400 {...}` -> `error.body is None`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, RaisedError, Severity, Source, check
from conformance.contract.types import ANY, Type
from conformance.exchange.compare_value import Difference
from conformance.exchange.model import Expectation


def _body_type(expectation: Expectation, status: int) -> Type:
    shape = expectation.operation.errors.get(status)
    declared = shape is not None and shape.body in expectation.models
    return Type("model", name=shape.body) if shape is not None and declared else ANY


@check(
    family="error",
    judges=Exchange,
    select=RaisedError.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error response with a JSON body",
    applies=lambda error: error.raised.has_status and bool(error.exchange.scripted.payloads),
)
def error_body_lost(error: RaisedError) -> Facts:
    expectation, payload = error.exchange.expectation, error.exchange.scripted.payloads[0]
    differences: list[Difference] = []
    declared = _body_type(expectation, error.status)
    expectation.comparer.compare(declared, error.raised.body, payload, (), differences)
    for difference in differences[:1]:
        message = f"status {error.status}: {difference.text}"
        yield Fact(message=message, part=str(error.status), exchange=error.exchange)
