"""For a valid call, the SDK sends a body that the OpenAPI document does not allow.

Why it matters
    The server responds with 400 to a call that its own document allows.

Conforming
    `tasks.create(data={...})` sends `{"data": {...}}`

Violating
    `tasks.create(data={...})` sends `{"data": "..."}`, where the document has an object
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check
from conformance.wire import Request

UNCHECKED: Final = frozenset({"invalid", "recorded"})  # origins of calls whose arguments this document did not choose


@dataclass(frozen=True, slots=True, kw_only=True)
class _SentBody:
    """A JSON body for a call that the document allows, and what finds its errors."""

    exchange: Exchange
    request: Request
    body_errors: Callable[[Any], list[str]]


def _sent_body(exchange: Exchange) -> _SentBody | None:
    spec, request = exchange.expectation.spec, exchange.first_request
    if spec is None or spec.body_errors is None or request is None or not request.content:
        return None
    if exchange.call.origin in UNCHECKED:
        return None
    return _SentBody(exchange=exchange, request=request, body_errors=spec.body_errors)


@check(
    family="spec",
    judges=Exchange,
    select=_sent_body,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.SPEC),
    needs="an operation with a JSON body in the document",
    relevant=lambda operation: operation.body == "json",
)
def body_invalid_for_spec(sent: _SentBody) -> Facts:
    try:
        errors = sent.body_errors(sent.request.json)
    except ValueError:
        yield Fact(message="the body is not JSON", exchange=sent.exchange)
        return
    for error in errors:
        pointer, _, text = error.partition(": ")
        yield Fact(message=f"{pointer}: {text}", part=_field_path(pointer), exchange=sent.exchange)


def _field_path(pointer: str) -> str:
    """A JSON pointer as a field path without list positions, so that it does not depend on the list's content."""
    steps = [step for step in pointer.split("/")[1:] if not step.isdigit()]
    return ".".join(steps)
