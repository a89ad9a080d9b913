"""An operation is declared differently in the two clients: another parameter, another type, another result.

Why it matters
    Both are documented as one API; code that moves from one to the other must not change its calls.

Conforming
    `page` in both

Violating
    `page` in the synchronous client only
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import DeclaredOperation, Fact, check
from conformance.finding import Severity, Source


@check(
    family="contract",
    judges="operation",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both twins",
    applies=lambda sides: len(sides.actual) > 1,
)
def client_signature_differs(sides: DeclaredOperation) -> Iterator[Fact]:
    left, right = sides.actual["sync"], sides.actual["async"]
    for name in sorted({p.name for p in (*left.accepted, *right.accepted)}):
        one, other = left.parameter(name), right.parameter(name)
        if one is None or other is None:
            yield Fact(f"only the {'async' if one is None else 'sync'} client takes `{name}`", name)
        else:
            for aspect in ("type", "required", "default", "position"):
                if getattr(one, aspect) != getattr(other, aspect):
                    text = f"sync {getattr(one, aspect)}, async {getattr(other, aspect)}"
                    yield Fact(f"{aspect} of `{name}`: {text}", name)
    for aspect in ("shape", "response"):
        if getattr(left, aspect) != getattr(right, aspect):
            yield Fact(f"{aspect}: sync {getattr(left, aspect)}, async {getattr(right, aspect)}", aspect)
