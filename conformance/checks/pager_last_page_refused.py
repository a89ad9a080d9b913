"""The SDK asks for a page after the last one, and the server refuses it.

Why it matters
    The page before said that it is the last: every loop over the list makes a request that fails. Either the loop ends
    with an exception after the last item, or the SDK takes any refusal for the end, one in the middle as well.

Conforming
    `{"next": null, ...}` -> the loop ends

Violating
    `{"next": null, ...}` -> `?page=2` is asked for, and answered with 404
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange, RoundTrip
from conformance.finding import Severity, Source


def _beyond(exchange: Exchange) -> Iterator[RoundTrip]:
    """The answers to requests that were made although the answer before told of no next page."""
    for last, beyond in pairwise(exchange.round_trips):
        if last.succeeded and isinstance(last.payload, dict) and last.payload.get("next", "") is None:
            yield beyond


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a list whose last page says so, and a request after it",
    applies=lambda exchange: (
        exchange.expectation.operation.shape == "pager" and from_a_server(exchange) and any(_beyond(exchange))
    ),
    relevant=lambda operation: operation.shape == "pager",
)
def pager_last_page_refused(exchange: Exchange) -> Iterator[Fact]:
    for beyond in _beyond(exchange):
        status = beyond.response.status
        if 400 <= status < 500 and not beyond.response.fault:
            came = "and the SDK takes it for the end" if exchange.raised is None else f"as {exchange.raised.name}"
            yield Fact(f"a page after the last one is asked for: {status}, {came}", "", exchange)
            return
