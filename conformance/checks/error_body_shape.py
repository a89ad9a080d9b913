"""An error's body is not what the SDK declares for its status, or not JSON at all.

Why it matters
    Callers who handle the error by its body find nothing in it.

Conforming
    400 with `{"detail": "no such owner"}`, which is the declared model

Violating
    400 with a page for browsers, or with fields of other types
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, refused_by_a_server
from conformance.contract.types import Type
from conformance.exchange.model import Exchange
from conformance.exchange.routes import route
from conformance.exchange.validate_payload import mismatches
from conformance.finding import Blame, Severity, Source


def _is_absent(exchange: Exchange) -> bool:
    return exchange.final is not None and route(exchange.expectation.operation, exchange.final.response).is_absent


@check(
    family="live",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="an error answer of a route that exists",
    applies=lambda exchange: refused_by_a_server(exchange) and not _is_absent(exchange),
    blame=Blame.SERVER,
)
def error_body_shape(exchange: Exchange) -> Iterator[Fact]:
    final = exchange.final
    if final is None or final.request.method == "HEAD":
        return
    status = final.response.status
    if not final.is_json:
        yield Fact(
            f"{status} with {final.response.content_type or 'no content'} in place of JSON", str(status), exchange
        )
        return
    shape = exchange.expectation.operation.errors.get(status)
    if shape is not None and shape.body in exchange.expectation.models:
        for each in mismatches(Type("model", name=shape.body), final.payload, exchange.expectation.models):
            place = f"{status}.{each.place}" if each.place else str(status)
            yield Fact(f"{status}: {each.place or 'the body'}: {each.text}", place, exchange)
