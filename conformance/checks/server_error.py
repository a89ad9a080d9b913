"""A server responds with a 5xx status.

Why it matters
    The server's own code failed, and the operation may be half done.

Conforming
    400 and a reason for a request that the server cannot fulfil

Violating
    500 Internal Server Error, even if a retry succeeds; also for a request without an argument that is optional
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a response",
    blame=Blame.SERVER,
)
def server_error(server: ServerResponse) -> Facts:
    request, part = ("a valid request", "") if server.live.valid else ("an invalid request", "wrong_request")
    if left_out := server.live.left_out:
        request, part = f"a request without the optional argument `{left_out}`", f"without_{left_out}"
    for round_trip in server.exchange.round_trips:
        if round_trip.response.status >= 500 and not round_trip.response.fault:
            yield Fact(message=f"{round_trip.response.status} for {request}", part=part, exchange=server.exchange)
            return
