"""The request has a different path than the contract states.

Why it matters
    A different path addresses a different operation, or none.

Conforming
    `tasks.get(id="1")` -> `/api/tasks/1/`

Violating
    `tasks.get(id="1")` -> `/api/task/1/`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check
from conformance.exchange.differences import SideBySide, sentence
from conformance.exchange.path_segments import expected_path, sent_path


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.APPROVED),
    needs="a request",
    applies=lambda sent: sent.exchange.call.origin != "path",
)
def path_differs(sent: SentRequest) -> Facts:
    call = sent.exchange.call
    in_path = {parameter.name for parameter in sent.operation.parameters if parameter.location == "path"}
    if any("/" in str(value) for name, value in call.arguments.items() if name in in_path):
        return  # `path_value_not_escaped` judges how slashes are escaped
    expected, actual = expected_path(sent.operation, call), sent_path(sent.request)
    if expected != actual:
        found = (SideBySide("path", "/".join(expected), "/".join(actual)),)
        message = f"expected → sent: {sentence(found)}"
        yield Fact(message=message, exchange=sent.exchange, sides=("expected", "sent"), differences=found)
