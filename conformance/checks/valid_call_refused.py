"""The SDK raises for valid arguments before it sends anything.

Why it matters
    Callers cannot make a call that the signature allows.

Conforming
    `tasks.create(data={...})` sends a request

Violating
    `tasks.create(data={...})` raises TypeError
"""

from __future__ import annotations

from typing import Final

from conformance.checks.prelude import Exchange, Fact, Facts, Raising, Severity, Source, check
from conformance.exchange.argument_trace import is_undefined

_NO_NAMES: Final = ("", ".", "..")


@check(
    family="request",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="a call",
    applies=lambda exchange: exchange.call.origin != "invalid",
)
def valid_call_refused(exchange: Exchange) -> Facts:
    # The SDK may refuse these path values: no resource is called "", and "." and ".." lead to another path.
    allowed = exchange.call.origin == "path" and any(text in exchange.call.arguments.values() for text in _NO_NAMES)
    parameters = {parameter.name: parameter for parameter in exchange.expectation.operation.parameters}
    given = exchange.call.arguments
    if any(name in parameters and is_undefined(parameters[name], value) for name, value in given.items()):
        return
    if exchange.first_request is None and exchange.raised is not None and not exchange.escaped and not allowed:
        message = f"nothing is sent: {exchange.raised.text}"
        yield Fact(message=message, part=exchange.call.origin, exchange=exchange, origin=Raising())
