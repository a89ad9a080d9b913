"""The caller gives None for a nullable body field, and the SDK does not send null.

Why it matters
    An omitted argument leaves a field unchanged, None clears it. With an SDK that drops None, no field can be cleared.

Conforming
    `tasks.update(id=1, meta=None)` -> `{"meta": null}`

Violating
    `tasks.update(id=1, meta=None)` -> `{}`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.APPROVED),
    needs="an argument that is None",
    applies=lambda sent: None in sent.exchange.call.arguments.values(),
    relevant=lambda operation: any(parameter.type.nullable for parameter in operation.accepted),
)
def null_not_sent(sent: SentRequest) -> Facts:
    for argument in sent.trace.with_outcome("null_expected"):
        name = argument.parameter.name
        yield Fact(message=f"`{name}`: {argument.detail}", part=name, exchange=sent.exchange)
