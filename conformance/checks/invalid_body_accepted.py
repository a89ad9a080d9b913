"""A server accepts a body with a value of a wrong type.

Why it matters
    The caller's mistake stays hidden until the data is read.

Conforming
    400 for `{"title": 7}`

Violating
    201 for `{"title": 7}`
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.NOTE,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a call with a body of a wrong type",
    applies=lambda server: server.live.case == "refused",
    relevant=lambda operation: operation.body == "json",
    blame=Blame.SERVER,
)
def invalid_body_accepted(server: ServerResponse) -> Facts:
    if server.accepted:
        yield Fact(message=f"{server.status} for a body of a wrong type", exchange=server.exchange)
