"""The asynchronous client returns another value than the synchronous one, for the same answer.

Why it matters
    Both are documented as one API; code that moves from one to the other must not change what it gets.

Conforming
    equal models

Violating
    a model from one and a dict from the other
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import CallGroup
from conformance.finding import Severity, Source


@check(
    family="parity",
    judges="round",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both twins",
    applies=lambda made: bool(made.client_pairs),
)
def async_result_differs(made: CallGroup) -> Iterator[Fact]:
    for left, right in made.client_pairs:
        if left.raised is None and right.raised is None and left.value != right.value:
            part = "" if left.scripted.conforming else left.scripted.label
            yield Fact(
                f"answer `{left.scripted.label}`: sync {left.value!r:.200}, async {right.value!r:.200}",
                part,
                right,
                beside=left,
            )
