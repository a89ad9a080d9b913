"""The exception has headers, and not those of the response.

Why it matters
    `Retry-After`, the id of the request and the limits of a server are in the headers: callers wait by them, and quote
    them in reports.

Conforming
    `503`, `Retry-After: 30` -> `error.headers["retry-after"] == "30"`

Violating
    `503`, `Retry-After: 30` -> `error.headers is None`
"""

from __future__ import annotations

from collections import Counter

from conformance.checks.prelude import Exchange, Fact, Facts, RaisedError, Severity, Source, check


@check(
    family="error",
    judges=Exchange,
    select=RaisedError.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error response with headers, and an exception that has them",
    applies=lambda error: error.raised.headers is not None and bool(error.headers),
)
def error_headers_lost(error: RaisedError) -> Facts:
    carried = dict(error.raised.headers or ())
    count = Counter(name.lower() for name, _ in error.headers)  # libraries join those that are sent twice
    lost = [name for name, value in error.headers if carried.get(name.lower()) != value and count[name.lower()] == 1]
    for name in lost[:1]:
        message = f"status {error.status}: the header {name} is {carried.get(name.lower())!r}"
        yield Fact(message=message, part=str(error.status), exchange=error.exchange)
