"""The SDK raises on a response with a field that its model does not declare.

Why it matters
    Servers are upgraded before their clients: every new field would break every older client.

Conforming
    `{"id": 1, "new": 2}` -> a model

Violating
    `{"id": 1, "new": 2}` -> ValidationError
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Raising, Severity, Source, check, returns_model


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a response with a field that the model does not declare",
    applies=lambda exchange: exchange.scripted.extra == "field" and exchange.first_request is not None,
    relevant=returns_model,
)
def unknown_field_refused(exchange: Exchange) -> Facts:
    if exchange.raised is not None:
        yield Fact(message=exchange.raised.text, exchange=exchange, origin=Raising())
