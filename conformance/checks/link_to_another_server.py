"""A page's link or a redirect leads to a different server than the request was sent to.

Why it matters
    A client that follows it fails, or sends its credentials there.

Conforming
    `{"next": "/api/projects/?page=2"}`, or the same with the address of the server

Violating
    `{"next": "http://internal:8000/api/projects/?page=2"}`
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


def _links(exchange: Exchange) -> Iterator[tuple[str, str]]:
    """(name, URL) of every link to another page, and of every redirect."""
    for round_trip in exchange.round_trips:
        if isinstance(round_trip.payload, dict):
            for name in ("next", "previous"):
                if isinstance(round_trip.payload.get(name), str):
                    yield name, round_trip.payload[name]
        for header, value in round_trip.response.headers:
            if header.lower() == "location" and 300 <= round_trip.response.status < 400:
                yield "Location", value


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.CRITICAL,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a response with links",
    applies=lambda server: any(_links(server.exchange)),
    blame=Blame.SERVER,
)
def link_to_another_server(server: ServerResponse) -> Facts:
    own_hosts = {urlsplit(url).netloc for url in (server.exchange.expectation.base_url, server.live.origin)}
    for name, link in _links(server.exchange):
        target = urlsplit(link)
        if target.netloc and target.netloc not in own_hosts:
            message = f"`{name}` leads to {target.scheme}://{target.netloc}"
            yield Fact(message=message, part=name, exchange=server.exchange)
