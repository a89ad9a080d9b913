"""The sync and the async client send different requests for the same call.

Why it matters
    Both are documented as one API; code that moves from one to the other must not change what it does.

Conforming
    the same bytes

Violating
    `PATCH` from one and `PUT` from the other
"""

from __future__ import annotations

from conformance.checks.prelude import CallGroup, Exchange, Facts, Severity, Source, check, request_fact
from conformance.exchange.rendering import request_text


@check(
    family="parity",
    judges=CallGroup,
    select=lambda group: group.client_pairs,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
)
def async_request_differs(pairs: list[tuple[Exchange, Exchange]]) -> Facts:
    for left, right in pairs:
        ignored = left.expectation.machine_headers
        for one, other in zip(left.requests, right.requests, strict=False):
            if request_text(one, ignored) != request_text(other, ignored):
                yield request_fact(("sync", "async"), one, other, exchange=right, compared_to=left)
                return
