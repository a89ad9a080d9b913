"""A server accepts an argument, and its response has a different value for it.

Why it matters
    The caller believes that the server stored the value; the server ignored or changed it without an error.

Conforming
    the response to `title="A"` has `{"title": "A"}`; the response to an id has the object with that id

Violating
    the response to `title="A"` has `{"title": "New project"}`
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
    argument_blame,
    check,
)
from conformance.exchange.response_match import declared_place, described_differences, sent_fields
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
    models = response.exchange.expectation.models
    types = {parameter.wire_name: parameter.type for parameter in response.operation.parameters}
    for name, value in sent_fields(response.exchange).items():
        if name not in payload or concerns_secret(name):
            continue
        blame = argument_blame(response.exchange, name)
        for path, place, sent, got in described_differences(name, value, payload[name]):
            inner = declared_place(types[name], path, models) if name in types else ""
            yield Fact(
                message=f"`{place}`: sent {sent}, the response has {got}",
                part=f"{name}.{inner}" if inner else name,
                exchange=response.exchange,
                blame=blame,
            )
