"""An argument reaches the wire with a different value than the caller gave.

Why it matters
    The server stores what it receives: a number that loses digits, a text that loses characters, or a date that shifts
    by a time zone is stored wrong.

Conforming
    `tasks.update(id=1, meta={"n": 9007199254740993})` -> `{"meta": {"n": 9007199254740993}}`

Violating
    the same call -> `{"meta": {"n": 9007199254740992}}`
"""

from __future__ import annotations

from conformance.checks.prelude import Converting, Exchange, Fact, Facts, SentRequest, Severity, Source, check


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
def argument_changed(sent: SentRequest) -> Facts:
    for argument in sent.trace.with_outcome("changed"):
        name = argument.parameter.name
        if argument.parameter.location != "file":
            yield Fact(
                message=f"`{name}`: {argument.detail}", part=name, exchange=sent.exchange, origin=Converting(name)
            )
