"""One twin makes more requests for a call than the other, or does not stop.

Why it matters
    Retries are part of what a client does to a server; the twins must not differ in it.

Conforming
    three requests from both

Violating
    three requests from one, one from the other
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
def async_attempts_differ(made: CallGroup) -> Iterator[Fact]:
    for left, right in made.client_pairs:
        if len(left.requests) != len(right.requests) or left.endless != right.endless:
            text = f"answer `{left.scripted.label}`: sync {len(left.requests)} requests, async {len(right.requests)}"
            yield Fact(text, left.scripted.label, right, beside=left)
