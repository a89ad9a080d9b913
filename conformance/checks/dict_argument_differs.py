"""The SDK refuses a plain dict in place of a model, or sends a different request for it.

Why it matters
    Documentation and examples use both, and they must mean the same.

Conforming
    `filters=Filters(a=1)` and `filters={"a": 1}` send the same body

Violating
    the dict sends `{"a": 1, "b": null}`
"""

from __future__ import annotations

from conformance.checks.prelude import CallGroup, Exchange, Fact, Facts, Severity, Source, check
from conformance.contract.model import Operation
from conformance.exchange.rendering import request_text, same_request, shorten


def _takes_model(operation: Operation) -> bool:
    return any(inner.kind == "model" for parameter in operation.accepted for inner in parameter.type.walk())


@check(
    family="parity",
    judges=CallGroup,
    select=lambda group: group.argument_style_pairs,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="a model among the arguments",
    relevant=_takes_model,
)
def dict_argument_differs(pairs: list[tuple[Exchange, Exchange]]) -> Facts:
    for left, right in pairs:
        difference = _difference(left, right)
        if difference:
            yield Fact(message=difference, exchange=right, compared_to=left)


def _difference(with_model: Exchange, with_dict: Exchange) -> str:
    """How what was sent differs; "" where it does not."""
    ignored = with_model.expectation.machine_headers
    one, other = with_model.first_request, with_dict.first_request
    if (one is None) != (other is None):
        left = with_model.raised.text if with_model.raised else "sent"
        right = with_dict.raised.text if with_dict.raised else "sent"
        return f"model: {left}; dict: {right}"
    if one is not None and other is not None and not same_request(one, other, ignored):
        return f"model: {shorten(request_text(one, ignored))} dict: {shorten(request_text(other, ignored))}"
    return ""
