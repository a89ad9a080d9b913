"""A constant that every request of the operation carries is missing or has a different value.

Why it matters
    Constants select a variant of the server's operation; without them, the server does something else.

Conforming
    `?version=2` on every request

Violating
    no `version`, or a different one
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check
from conformance.wire import sent_values


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="a constant",
    applies=lambda sent: bool(sent.operation.constants),
    relevant=lambda operation: bool(operation.constants),
)
def constant_differs(sent: SentRequest) -> Facts:
    actual = set(sent_values(sent.request))
    for constant in sent.operation.constants:
        location, name, value = constant
        if constant not in actual and all(parameter.wire_name != name for parameter in sent.operation.parameters):
            message = f"{location} `{name}` = {value!r} is expected and not sent"
            yield Fact(message=message, part=name, exchange=sent.exchange)
