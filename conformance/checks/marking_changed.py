"""An operation is marked as deprecated, or replaced by hand-written code, unlike approved.

Why it matters
    A deprecation is an announcement to every caller, and hand-written code follows no generator's rules.

Conforming
    deprecated and extension marks as approved

Violating
    `tasks.list` is deprecated in a release that was approved without
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
def marking_changed(sides: DeclaredOperation) -> Iterator[Fact]:
    for twin, actual, approved in sides.pairs():
        for aspect in ("deprecated", "extension"):
            new, old = getattr(actual, aspect), getattr(approved, aspect)
            if new != old:
                yield Fact(f"{twin}: {aspect} is {new!r}, approved {old!r}", aspect)
