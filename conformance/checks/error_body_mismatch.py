"""The body of an error response is not JSON, or not what the SDK declares for its status.

Why it matters
    Callers who read the body of the error find nothing in it.

Conforming
    400 with `{"detail": "no such owner"}`, which is the declared model

Violating
    400 with an HTML page, or with fields of other types
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.contract.types import Type
from conformance.exchange.routes import route
from conformance.exchange.validate_payload import mismatches


def _has_route(server: ServerResponse) -> bool:
    """The server has the operation: otherwise its router responded, with a page for browsers."""
    return server.live.route_exists or not route(server.operation, server.final.response).is_absent


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="an error response of a route that exists",
    applies=lambda server: server.refused and _has_route(server),
    blame=Blame.SERVER,
    replayed=True,
)
def error_body_mismatch(server: ServerResponse) -> Facts:
    final, status, models = server.final, server.status, server.exchange.expectation.models
    if final.request.method == "HEAD":
        return
    if not final.is_json:
        message = f"{status} with {final.response.content_type or 'no content'} in place of JSON"
        yield Fact(message=message, part=str(status), exchange=server.exchange)
        return
    shape = server.operation.errors.get(status)
    if shape is not None and shape.body in models:
        for mismatch in mismatches(Type("model", name=shape.body), final.payload, models):
            yield Fact(
                message=f"{status}: {mismatch.location or 'the body'}: {mismatch.text}",
                part=f"{status}.{mismatch.location}" if mismatch.location else str(status),
                exchange=server.exchange,
            )
