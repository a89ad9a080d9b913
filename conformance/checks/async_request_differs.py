"""The asynchronous client sends another request than the synchronous one, for the same call.

Why it matters
    Both are documented as one API; code that moves from one to the other must not change what it does.

Conforming
    the same bytes

Violating
    `PATCH` from one and `PUT` from the other
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import CallGroup
from conformance.exchange.rendering import request_text, shorten
from conformance.finding import Severity, Source


@check(
    family="parity",
    judges="round",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both twins",
    applies=lambda made: bool(made.client_pairs),
)
def async_request_differs(made: CallGroup) -> Iterator[Fact]:
    for left, right in made.client_pairs:
        for one, other in zip(left.requests, right.requests, strict=False):
            left_out = made.expectation.machine_headers
            sync_text, async_text = request_text(one, left_out), request_text(other, left_out)
            if sync_text != async_text:
                yield Fact(
                    f"sync: {shorten(sync_text)} async: {shorten(async_text)}",
                    exchange=right,
                    beside=left,
                )
                return
