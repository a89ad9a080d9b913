"""A plain dict given in place of a model sends another request, or is refused.

Why it matters
    Documentation and examples use both; they are to mean the same.

Conforming
    `filters=Filters(a=1)` and `filters={"a": 1}` send the same body

Violating
    the dict sends `{"a": 1, "b": null}`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import CallGroup
from conformance.exchange.rendering import request_text, same_request, shorten
from conformance.finding import Severity, Source


@check(
    family="parity",
    judges="round",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="a model among the arguments",
    applies=lambda made: bool(made.argument_style_pairs),
    relevant=lambda operation: any(inner.kind == "model" for p in operation.accepted for inner in p.type.walk()),
)
def dict_argument_differs(made: CallGroup) -> Iterator[Fact]:
    left_out = made.expectation.machine_headers
    for left, right in made.argument_style_pairs:
        one, other = left.first_request, right.first_request
        if (one is None) != (other is None):
            text = right.raised.text if right.raised else "sent"
            reason = left.raised.text if left.raised else "sent"
            yield Fact(f"model: {reason}; dict: {text}", exchange=right, beside=left)
        elif one is not None and other is not None and not same_request(one, other, left_out):
            yield Fact(
                f"model: {shorten(request_text(one, left_out))} dict: {shorten(request_text(other, left_out))}",
                exchange=right,
                beside=left,
            )
