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
from conformance.runtime.case import SentRequest
from conformance.runtime.options import arrives


@check(
    family="request",
    judges=CallWithOptions,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="options of calls",
    applies=lambda call: bool(call.exchange.requests),
)
def operation_option_ignored(call: CallWithOptions) -> Facts:
    exchange = call.exchange
    sent = [
        SentRequest(request=request, limit=limit)
        for request, limit in zip(exchange.requests, exchange.timeouts, strict=True)
    ]
    for option in call.options:
        ignoring = [number for number, request in enumerate(sent, 1) if not arrives(option, request)]
        if ignoring:
            where = "no request" if len(ignoring) == len(sent) else f"not request {ignoring[0]} of {len(sent)}"
            yield Fact(
                message=f"{exchange.twin}: {option.name}={option.value!r} reaches {where}.",
                part=f"{option.name}.{exchange.twin}",
                exchange=exchange,
            )
