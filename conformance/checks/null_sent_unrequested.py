"""The caller gives None where it means an omitted argument, and the SDK sends something for it.

Why it matters
    A query such as `?page=None` or `?page=` is an error on most servers, and a wrong filter on the others.

Conforming
    `tasks.list(page_size=None)` -> `GET /api/tasks/`

Violating
    `tasks.list(page_size=None)` -> `GET /api/tasks/?page_size=None`
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
def null_sent_unrequested(sent: SentRequest) -> Facts:
    for argument in sent.trace.with_outcome("null_unexpected"):
        name = argument.parameter.name
        yield Fact(message=f"`{name}`: {argument.detail}", part=name, exchange=sent.exchange)
