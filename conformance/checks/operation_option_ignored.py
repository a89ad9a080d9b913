"""An operation drops an option of its call that other operations respect.

Why it matters
    The option is accepted for every operation, and its type is the same: callers expect every operation to respect it.

Conforming
    `client.tasks.list(request_options={"additional_headers": {"X-Option": "given"}})` sends it with every page

Violating
    the second page is requested without it
"""

from __future__ import annotations

from conformance.checks.prelude import Fact, Facts, Severity, Source, check
from conformance.checks.subjects import CallWithOptions


@check(
    family="request",
    judges=CallWithOptions,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="options of calls",
    applies=lambda call: bool(call.exchange.requests),
)
def operation_option_ignored(call: CallWithOptions) -> Facts:
    exchange, values = call.exchange, {option.name: option.value for option in call.options}
    for name, ignoring in call.ignored.items():
        total = len(exchange.requests)
        where = "no request" if len(ignoring) == total else f"not request {ignoring[0]} of {total}"
        yield Fact(
            message=f"{exchange.twin}: {name}={values[name]!r} reaches {where}.",
            part=f"{name}.{exchange.twin}",
            exchange=exchange,
        )
