"""A server answers with another content type than the SDK reads.

Why it matters
    The SDK takes the body for JSON: it fails in its parser, far from the cause, or hands on a page's text.

Conforming
    a typed answer has the content type `application/json`

Violating
    a typed answer has the content type `text/html`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, answers_with_data, check
from conformance.contract.document import is_json
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a successful answer with a body, where JSON is declared",
    applies=lambda exchange: accepted_by_a_server(exchange) and answers_with_data(exchange.expectation.operation),
    relevant=answers_with_data,
    blame=Blame.SERVER,
)
def content_type_unexpected(exchange: Exchange) -> Iterator[Fact]:
    for answered in exchange.round_trips:
        response = answered.response
        if answered.succeeded and response.content and not is_json(response.content_type or ""):
            yield Fact(f"{response.content_type or 'no content type'} in place of JSON", "", exchange)
            return
