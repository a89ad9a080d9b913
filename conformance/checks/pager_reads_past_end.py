"""The SDK requests a page after the last one, and the server refuses it.

Why it matters
    The page before it states that it is the last one, so every loop over the list makes a request that fails. Either
    the loop raises after the last item, or the SDK takes every error for the end of the list, even one in the middle.

Conforming
    `{"next": null, ...}` -> the loop ends

Violating
    `{"next": null, ...}` -> the SDK requests `?page=2`, and gets the status 404
"""

from __future__ import annotations

from itertools import pairwise

from conformance.checks.prelude import Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.exchange.model import RoundTrip


def _after_last_page(exchange: Exchange) -> list[RoundTrip]:
    """The responses that follow a page which states that it is the last."""
    return [
        following
        for page, following in pairwise(exchange.round_trips)
        if page.succeeded and isinstance(page.payload, dict) and page.payload.get("next", "") is None
    ]


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a list whose last page names no next one, and a request after it",
    applies=lambda server: server.operation.shape == "pager" and bool(_after_last_page(server.exchange)),
    relevant=lambda operation: operation.shape == "pager",
)
def pager_reads_past_end(server: ServerResponse) -> Facts:
    for round_trip in _after_last_page(server.exchange):
        status, raised = round_trip.response.status, server.exchange.raised
        if 400 <= status < 500 and not round_trip.response.fault:
            effect = "which the SDK takes for the end" if raised is None else f"raised as {raised.name}"
            message = f"the SDK requests a page after the last one: {status}, {effect}"
            yield Fact(message=message, exchange=server.exchange)
            return
