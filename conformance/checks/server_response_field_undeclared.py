"""A server's response has a field that the SDK does not declare.

Why it matters
    Callers can read the field only by avoiding the type checker. Either the SDK is older than the server, or the server
    reveals too much.

Conforming
    the model declares every field of the response

Violating
    the response has `archived_by`, and the model has no such field
"""

from __future__ import annotations

from conformance.checks.prelude import (
    Blame,
    Exchange,
    Facts,
    ServerResponse,
    Severity,
    Source,
    check,
    difference_facts,
    returns_data,
)


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.NOTE,
    sources=(Source.SDK, Source.CASSETTE),
    needs="a successful response with a typed body, or a file with typed items",
    applies=lambda server: server.accepted and server.is_typed,
    relevant=returns_data,
    blame=Blame.SDK,
)
def server_response_field_undeclared(server: ServerResponse) -> Facts:
    yield from difference_facts(server.exchange, server.live.undeclared_fields, whole="the response", declared=True)
