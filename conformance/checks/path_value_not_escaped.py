"""A path value with reserved characters changes which resource the request addresses.

Why it matters
    An identifier that comes from a user can then reach another operation: `files.download("../../users/1")`.
    Percent-encoding (RFC 3986, section 2) keeps it one segment.

Conforming
    `prompts.get(id="a/b")` -> `/api/prompts/a%2Fb`

Violating
    `prompts.get(id="a/b")` -> `/api/prompts/a/b`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.exchange.model import Exchange
from conformance.exchange.path_segments import expected_path, sent_path
from conformance.finding import Severity, Source
from conformance.generate.samples import HOSTILE_PATH_VALUES


@check(
    family="request",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a path parameter of type string",
    applies=lambda exchange: exchange.first_request is not None and exchange.call.origin == "path",
    relevant=lambda operation: any(
        p.location == "path" and any(member.kind in {"string", "any"} for member in p.type.members)
        for p in operation.accepted
    ),
)
def path_value_not_escaped(exchange: Exchange) -> Iterator[Fact]:
    if exchange.first_request is None:
        return
    expected, sent = expected_path(exchange.expectation.operation, exchange.call), sent_path(exchange.first_request)
    unasked = exchange.trace.unrequested if exchange.trace else ()
    if expected != sent or any(place == "query" for place, _, _ in unasked):
        named = {each.name for each in exchange.expectation.operation.parameters if each.location == "path"}
        inside = ((name, value) for name, value in exchange.call.arguments.items() if name in named)
        name, value = next(pair for pair in inside if pair[1] in HOSTILE_PATH_VALUES or "/" in str(pair[1]))
        yield Fact(f"`{name}={value!r}` is sent as {exchange.first_request.url}", name, exchange)
