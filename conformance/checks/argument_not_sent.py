"""An argument that the caller gave does not reach the wire.

Why it matters
    The server acts as if the argument had not been given: a filter is ignored, a field keeps its old value, and nothing
    reports an error.

Conforming
    `projects.list(page_size=5)` -> `GET /api/projects/?page_size=5`

Violating
    `projects.list(page_size=5)` -> `GET /api/projects/`
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, SentRequest, Severity, Source, check


@check(
    family="request",
    judges=Exchange,
    select=SentRequest.of,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.APPROVED),
    needs="an argument outside the path",
    applies=lambda sent: bool(sent.trace.outcomes),
    relevant=lambda operation: bool(operation.accepted),
)
def argument_not_sent(sent: SentRequest) -> Facts:
    for argument in sent.trace.with_outcome("lost"):
        name, where = argument.parameter.name, f"{argument.parameter.location} `{argument.parameter.wire_name}`"
        yield Fact(message=f"`{name}` is not sent as {where}: {argument.detail}", part=name, exchange=sent.exchange)
