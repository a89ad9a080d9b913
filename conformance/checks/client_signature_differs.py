"""The sync and the async client declare an operation with different parameters, types or results.

Why it matters
    Both are documented as one API; code that moves from one to the other must not change its calls.

Conforming
    `page` in both

Violating
    `page` in the sync client only
"""

from __future__ import annotations

from conformance.checks.prelude import DeclaredOperation, Fact, Facts, Severity, Source, attribute_changes, check


@check(
    family="contract",
    judges=DeclaredOperation,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
    applies=lambda declared: len(declared.actual) > 1,
)
def client_signature_differs(declared: DeclaredOperation) -> Facts:
    left, right = declared.actual["sync"], declared.actual["async"]
    for name in sorted({parameter.name for parameter in (*left.accepted, *right.accepted)}):
        one, other = left.parameter(name), right.parameter(name)
        if one is None or other is None:
            yield Fact(message=f"only the {'async' if one is None else 'sync'} client takes `{name}`", part=name)
        else:
            for aspect, in_sync, in_async in attribute_changes(one, other, "type", "required", "default", "position"):
                yield Fact(message=f"{aspect} of `{name}`: sync {in_sync}, async {in_async}", part=name)
    for aspect, in_sync, in_async in attribute_changes(left, right, "shape", "response"):
        yield Fact(message=f"{aspect}: sync {in_sync}, async {in_async}", part=aspect)
