"""A server's response does not have the type that the SDK declares for it.

Why it matters
    The SDK returns the value as it is: callers get a text in place of a number, or no attribute at all.

Conforming
    `created_at: datetime` is `"2025-03-04T05:06:07Z"` in the response

Violating
    `created_at: datetime` is `null` in the response
"""

from __future__ import annotations

from conformance.checks.prelude import (
    Blame,
    Exchange,
    Facts,
    ServerResponse,
    Severity,
    Source,
    check,
    difference_facts,
    returns_data,
)


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a successful response with a typed body",
    applies=lambda server: server.accepted and returns_data(server.operation),
    relevant=returns_data,
    blame=Blame.SERVER,
    replayed=True,
)
def server_response_type_mismatch(server: ServerResponse) -> Facts:
    yield from difference_facts(server.exchange, server.live.mismatches, whole="the response")
