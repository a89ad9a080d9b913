"""The exception does not carry the body of the response.

Why it matters
    The body states which field was wrong; without it a caller can only guess.

Conforming
    `400 {"title": ["required"]}` -> `error.body == {"title": ["required"]}`; `502 <html>` -> the text

Violating
    `400 {...}` -> `error.body is None`
"""

from __future__ import annotations

from conformance.checks.origin import Raising
from conformance.checks.prelude import Exchange, Fact, Facts, RaisedError, Severity, Source, check
from conformance.contract.types import ANY, Type
from conformance.exchange.classify_response import json_bodies
from conformance.exchange.compare_value import Difference
from conformance.exchange.model import Expectation
from conformance.text import brief


def _body_type(expectation: Expectation, status: int) -> Type:
    shape = expectation.operation.errors.get(status)
    declared = shape is not None and shape.body in expectation.models
    return Type("model", name=shape.body) if shape is not None and declared else ANY


def _sent_text(error: RaisedError) -> str:
    """The text of an error response that is no JSON, "" for any other."""
    response = error.exchange.scripted.responses[-1]
    if error.exchange.scripted.payloads or json_bodies([response]):
        return ""
    try:
        return response.content.decode().strip()
    except UnicodeDecodeError:
        return ""


@check(
    family="error",
    judges=Exchange,
    select=RaisedError.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error response with a body",
    applies=lambda error: (
        error.raised.has_status and (bool(error.exchange.scripted.payloads) or bool(_sent_text(error)))
    ),
)
def error_body_lost(error: RaisedError) -> Facts:
    expectation, payloads, body = error.exchange.expectation, error.exchange.scripted.payloads, error.raised.body
    if not payloads:
        held = body.decode(errors="replace") if isinstance(body, bytes) else str(body)
        if (text := _sent_text(error)) not in held:
            message = f"status {error.status}: the response has the text `{brief(text)}`, the error `{brief(held)}`"
            yield Fact(message=message, part="text", exchange=error.exchange, origin=Raising())
        return
    differences: list[Difference] = []
    declared = _body_type(expectation, error.status)
    expectation.comparer.compare(declared, body, payloads[0], (), differences)
    for difference in differences[:1]:
        message = f"status {error.status}: {difference.text}"
        yield Fact(message=message, part=str(error.status), exchange=error.exchange)
