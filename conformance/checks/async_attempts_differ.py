"""The sync and the async client make different numbers of requests for a call, or one of them does not stop.

Why it matters
    Retries put load on a server; the two clients must behave alike.

Conforming
    three requests from both

Violating
    three requests from one, one from the other
"""

from __future__ import annotations

from conformance.checks.prelude import CallGroup, Exchange, Fact, Facts, Severity, Source, check


@check(
    family="parity",
    judges=CallGroup,
    select=lambda group: group.client_pairs,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.TWIN),
    needs="both clients",
)
def async_attempts_differ(pairs: list[tuple[Exchange, Exchange]]) -> Facts:
    for left, right in pairs:
        if len(left.requests) != len(right.requests) or left.endless != right.endless:
            label = left.scripted.label
            message = f"response `{label}`: sync {len(left.requests)} requests, async {len(right.requests)}"
            yield Fact(message=message, part=label, exchange=right, compared_to=left)
