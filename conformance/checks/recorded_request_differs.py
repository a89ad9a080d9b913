"""A call sends a different request than when its response was recorded.

Why it matters
    The server may not understand the new request, and the recorded response does not belong to it.

Conforming
    `books.list(page=2)` sends `GET /api/books/?page=2`, as recorded

Violating
    `books.list(page=2)` sends `GET /api/books/?p=2`, and `?page=2` was recorded
"""

from __future__ import annotations

from dataclasses import dataclass

from conformance.checks.prelude import Exchange, Fact, Facts, Severity, Source, check
from conformance.exchange.model import ReplayResult


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReplayedCall:
    exchange: Exchange
    replay: ReplayResult


def _replayed_call(exchange: Exchange) -> _ReplayedCall | None:
    replay = exchange.replayed
    return None if replay is None or not replay.must_match else _ReplayedCall(exchange=exchange, replay=replay)


@check(
    family="live",
    judges=Exchange,
    select=_replayed_call,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a recorded call",
    replayed=True,
)
def recorded_request_differs(call: _ReplayedCall) -> Facts:
    recorded = f"by SDK {call.replay.sdk} on {call.replay.date}"
    for mismatch in call.replay.mismatches:
        where = f"request {mismatch.step + 1}: " if mismatch.step else ""
        message = f"{where}{mismatch.text} (nearest recording: {mismatch.nearest}, {recorded})"
        yield Fact(message=message, part=mismatch.location, exchange=call.exchange)
