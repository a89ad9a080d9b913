"""An operation accepts a parameter that was not approved.

Why it matters
    Either the SDK was modified, or the approved contract was written from a different SDK; a new required parameter
    breaks every call.

Conforming
    the parameters are the approved ones

Violating
    `tasks.list(shard=...)` is accepted, and it was not approved for this release
"""

from __future__ import annotations

from conformance.checks.prelude import ApprovedOperation, DeclaredOperation, Fact, Facts, Severity, Source, check


@check(
    family="contract",
    judges=DeclaredOperation,
    select=ApprovedOperation.of,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved contract",
)
def parameter_unapproved(operation: ApprovedOperation) -> Facts:
    for twin, actual, approved in operation.pairs:
        known = {parameter.name for parameter in approved.accepted}
        for parameter in actual.accepted:
            if parameter.name not in known:
                kind = "required" if parameter.required else "optional"
                yield Fact(message=f"{twin}: {kind} `{parameter.name}` was not approved", part=parameter.name)
