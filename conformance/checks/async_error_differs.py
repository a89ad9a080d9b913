"""One twin raises where the other does not, or raises another class.

Why it matters
    An `except` clause that works for one client lets the other one's error escape.

Conforming
    NotFoundError from both

Violating
    NotFoundError from one, ApiError from the other
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
def async_error_differs(made: CallGroup) -> Iterator[Fact]:
    for left, right in made.client_pairs:
        one, other = left.raised, right.raised
        if (one.name if one else "") != (other.name if other else ""):
            text = f"sync {one.text if one else 'returns'}, async {other.text if other else 'returns'}"
            yield Fact(f"answer `{left.scripted.label}`: {text}", left.scripted.label, right, beside=left)
        elif one and other and (one.status, one.body) != (other.status, other.body):
            yield Fact(
                f"answer `{left.scripted.label}`: sync {one.text:.200}, async {other.text:.200}",
                left.scripted.label,
                right,
                beside=left,
            )
