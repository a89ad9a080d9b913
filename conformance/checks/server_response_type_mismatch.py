"""A server's response does not have the type that the SDK declares for it.

Why it matters
    The SDK returns the value as it is: callers get a text in place of a number, or no attribute at all.

    Who has to change: the server, if its own OpenAPI document does not allow the response either, or if it has no
    document; the SDK, if the document allows it.

Conforming
    `created_at: datetime` is `"2025-03-04T05:06:07Z"` in the response

Violating
    `created_at: datetime` is `null` in the response
"""

from __future__ import annotations

from collections.abc import Collection

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
    violation_place,
)
from conformance.exchange.compare_value import Difference


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a successful response with a typed body, or a file with typed items",
    applies=lambda server: server.accepted and server.is_typed,
    relevant=returns_data,
    blame=Blame.SERVER,
    replayed=True,
)
def server_response_type_mismatch(server: ServerResponse) -> Facts:
    violations = server.live.success_violations
    violated = None if violations is None else set(map(violation_place, violations))

    def blame(difference: Difference) -> Blame:
        return Blame.SERVER if violated is None or _is_violated(difference.location, violated) else Blame.SDK

    mismatches = server.live.mismatches
    yield from difference_facts(server.exchange, mismatches, whole="the response", declared=True, blame=blame)


def _is_violated(place: str, violated: Collection[str]) -> bool:
    """Whether the document is violated at a place, in something around it, or in something inside it."""
    return any(_is_inside(place, other) or _is_inside(other, place) for other in violated)


def _is_inside(place: str, outer: str) -> bool:
    return not outer or place == outer or place.startswith(f"{outer}.")
