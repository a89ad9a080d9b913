"""A server's response ends too early.

Why it matters
    A caller who takes half of the data for all of it is wrong.

Conforming
    the response has as many bytes as announced

Violating
    the server closes the connection in the middle of a body
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a request",
    blame=Blame.SERVER,
)
def server_response_truncated(server: ServerResponse) -> Facts:
    if server.has_fault("cut"):
        yield Fact(message="the connection broke before the response was complete", exchange=server.exchange)
