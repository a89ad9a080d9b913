"""A server's response is not valid by its own OpenAPI document.

Why it matters
    Clients are generated from that document: all of them handle this response wrong.

Conforming
    the document has `count: integer`, the response `{"count": 3}`

Violating
    the document has `count: integer`, the response `{"count": null}`
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
    violation_place,
)


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SPEC, Source.CASSETTE),
    needs="a response that the server's document describes",
    applies=lambda server: server.live.spec_violations is not None,
    blame=Blame.SERVER,
)
def server_response_invalid_for_spec(server: ServerResponse) -> Facts:
    for violation in server.live.spec_violations or ():
        pointer, _, text = violation.partition(": ")
        place = violation_place(violation)
        message = f"{pointer if place else 'the response'}: {text}"
        yield Fact(message=message, part=place, exchange=server.exchange)
