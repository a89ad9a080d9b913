"""A server responds with a different content type than the SDK reads.

Why it matters
    The SDK reads the body as JSON: it fails in its parser, far from the cause, or returns the text of a page.

Conforming
    a typed response has the content type `application/json`

Violating
    a typed response has the content type `text/html`
"""

from __future__ import annotations

from conformance.checks.prelude import (
    Blame,
    Exchange,
    Fact,
    Facts,
    ServerResponse,
    Severity,
    Source,
    check,
    returns_data,
)
from conformance.contract.document import is_json


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a successful response with a body, where JSON is declared",
    applies=lambda response: response.accepted and returns_data(response.operation),
    relevant=returns_data,
    blame=Blame.SERVER,
    replayed=True,
)
def content_type_unexpected(server: ServerResponse) -> Facts:
    for round_trip in server.exchange.round_trips:
        content_type = round_trip.response.content_type or ""
        if round_trip.succeeded and round_trip.response.content and not is_json(content_type):
            message = f"{content_type or 'no content type'} in place of JSON"
            yield Fact(message=message, exchange=server.exchange)
            return
