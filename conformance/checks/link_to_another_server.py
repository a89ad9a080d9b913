"""A page's link or a redirect leads to another server than the one that was asked.

Why it matters
    A client that follows it fails, or takes its credentials there.

Conforming
    `{"next": "/api/projects/?page=2"}`, or the same with the address that was asked

Violating
    `{"next": "http://internal:8000/api/projects/?page=2"}`
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


def _links(exchange: Exchange) -> Iterator[tuple[str, str]]:
    for answered in exchange.round_trips:
        if isinstance(answered.payload, dict):
            for name in ("next", "previous"):
                if isinstance(answered.payload.get(name), str):
                    yield name, answered.payload[name]
        for header, value in answered.response.headers:
            if header.lower() == "location" and 300 <= answered.response.status < 400:
                yield "Location", value


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="an answer with links",
    applies=lambda exchange: from_a_server(exchange) and any(_links(exchange)),
    blame=Blame.SERVER,
)
def link_to_another_server(exchange: Exchange) -> Iterator[Fact]:
    own = {
        urlsplit(exchange.expectation.base_url).netloc,
        urlsplit(exchange.live.origin if exchange.live else "").netloc,
    }
    for name, link in _links(exchange):
        host = urlsplit(link).netloc
        if host and host not in own:
            yield Fact(f"`{name}` leads to {urlsplit(link).scheme}://{host}", name, exchange)
