"""An operation accepts a parameter that was not approved.

Why it matters
    Either the SDK was altered or the approved contract was written from something else; a required one breaks every
    call.

Conforming
    the parameters are the approved ones

Violating
    `tasks.list(shard=...)` is new in a release that was approved without it
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
    applies=lambda sides: sides.approved is not None,
)
def parameter_unapproved(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, actual, approved in sides.pairs():
        then = {parameter.name for parameter in approved.accepted}
        for parameter in actual.accepted:
            if parameter.name not in then:
                kind = "required" if parameter.required else "optional"
                yield Fact(f"{twin}: {kind} `{parameter.name}` was not approved", parameter.name)
