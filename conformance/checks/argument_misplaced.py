"""An argument reaches the wire at a different place, or under a different name, than the contract states.

Why it matters
    A server ignores query parameters that it does not know, and drops a body field with a wrong name without an error.

Conforming
    `tasks.list(selected_items="x")` -> `?selectedItems=x`

Violating
    `tasks.list(selected_items="x")` -> `?selected_items=x`
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
def argument_misplaced(sent: SentRequest) -> Facts:
    for argument in sent.trace.with_outcome("elsewhere"):
        name, where = argument.parameter.name, f"{argument.parameter.location} `{argument.parameter.wire_name}`"
        yield Fact(message=f"`{name}` belongs to {where} and is {argument.detail}", part=name, exchange=sent.exchange)
