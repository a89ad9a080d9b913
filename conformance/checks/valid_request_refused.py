"""A server refuses the simplest valid request with a 4xx status.

Why it matters
    A call that the SDK's types and the server's document allow does not work.

Conforming
    201 for `create(title=...)` with everything that is required

Violating
    400 `{"owner": ["required"]}` for `create(title=...)`
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.exchange.routes import route


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="the simplest call, in a state in which it can work",
    applies=lambda server: server.live.case == "simplest" and server.live.valid,
    blame=Blame.SERVER,
)
def valid_request_refused(server: ServerResponse) -> Facts:
    response = server.final.response
    if response.fault or not 400 <= response.status < 500:
        return
    if any(round_trip.succeeded for round_trip in server.exchange.round_trips):
        return  # the first pages of a pager
    if not route(server.operation, response).is_absent:
        yield Fact(message=f"{response.status} for the simplest valid request", exchange=server.exchange)
