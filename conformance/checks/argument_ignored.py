"""A server accepts an argument, and its response has a different value for it.

Why it matters
    The caller believes that the server stored the value; the server ignored or changed it without an error.

Conforming
    the response to `title="A"` has `{"title": "A"}`; the response to an id has the object with that id

Violating
    the response to `title="A"` has `{"title": "New project"}`
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.exchange.response_match import is_reflected, sent_fields
from conformance.exchange.validate_payload import describe_json
from conformance.redaction.patterns import concerns_secret


def _returns_sent_fields(response: ServerResponse) -> bool:
    payload = response.final.payload
    return isinstance(payload, dict) and bool(sent_fields(response.exchange).keys() & payload)


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.CASSETTE),
    needs="an accepted JSON body, and a response with an object",
    applies=lambda response: response.accepted and _returns_sent_fields(response),
    relevant=lambda operation: operation.body == "json",
    blame=Blame.SERVER,
)
def argument_ignored(response: ServerResponse) -> Facts:
    payload = response.final.payload
    for name, value in sent_fields(response.exchange).items():
        if name in payload and not concerns_secret(name) and not is_reflected(value, payload[name]):
            message = f"`{name}`: sent {describe_json(value)}, the response has {describe_json(payload[name])}"
            yield Fact(message=message, part=name, exchange=response.exchange)
