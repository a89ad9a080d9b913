"""For an argument that the caller omitted, the SDK does not send the default of the contract.

Why it matters
    Callers who omit an argument rely on its default; a list that starts at another page skips items.

Conforming
    `tasks.list()` -> `?page=1`

Violating
    `tasks.list()` -> `?page=0`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check
from conformance.contract.model import Operation
from conformance.wire import sent_values


def _has_sent_default(operation: Operation) -> bool:
    return any(parameter.sent_default is not None for parameter in operation.parameters)


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="a parameter whose default is sent",
    applies=lambda sent: _has_sent_default(sent.operation),
    relevant=_has_sent_default,
)
def default_changed(sent: SentRequest) -> Facts:
    values: dict[tuple[str, str], str] = {
        (location, name): value for location, name, value in sent_values(sent.request)
    }
    for parameter in sent.operation.parameters:
        expected, actual = parameter.sent_default, values.get((parameter.location, parameter.wire_name))
        if expected is not None and parameter.name not in sent.exchange.call.arguments and actual != expected:
            message = f"`{parameter.name}` was omitted: sent {actual!r}, expected {expected!r}"
            yield Fact(message=message, part=parameter.name, exchange=sent.exchange)
