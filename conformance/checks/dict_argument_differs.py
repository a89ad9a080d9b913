"""The SDK refuses a plain dict in place of a model, or sends a different request for it.

Why it matters
    Documentation and examples use both, and they must mean the same.

Conforming
    `filters=Filters(a=1)` and `filters={"a": 1}` send the same body

Violating
    the dict sends `{"a": 1, "b": null}`
"""

from __future__ import annotations

from conformance.checks.prelude import CallGroup, Exchange, Fact, Facts, Severity, Source, check, request_fact
from conformance.contract.model import Operation
from conformance.exchange.rendering import same_request


def _takes_model(operation: Operation) -> bool:
    return any(inner.kind == "model" for parameter in operation.accepted for inner in parameter.type.walk())


@check(
    family="parity",
    judges=CallGroup,
    select=lambda group: group.argument_style_pairs,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.TWIN),
    needs="a model among the arguments",
    relevant=_takes_model,
)
def dict_argument_differs(pairs: list[tuple[Exchange, Exchange]]) -> Facts:
    for left, right in pairs:
        one, other = left.first_request, right.first_request
        if one is not None and other is not None:
            if not same_request(one, other, left.expectation.machine_headers):
                yield request_fact(("model", "dict"), one, other, exchange=right, compared_to=left)
        elif (one is None) != (other is None):
            texts = [exchange.raised.text if exchange.raised else "sent" for exchange in (left, right)]
            yield Fact(message=f"model: {texts[0]}; dict: {texts[1]}", exchange=right, compared_to=left)
