"""The SDK raises on a response with an undeclared member of an open enum.

Why it matters
    Open enums exist so that a newer server does not break older clients.

Conforming
    `{"state": "new-state"}` -> a model

Violating
    `{"state": "new-state"}` -> ValidationError
"""

from __future__ import annotations

from conformance.checks.prelude import Exchange, Fact, Facts, Raising, Severity, Source, check, returns_model


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a response with an undeclared member of an open enum",
    applies=lambda exchange: exchange.scripted.extra == "member" and exchange.first_request is not None,
    relevant=returns_model,
)
def unknown_enum_member_refused(exchange: Exchange) -> Facts:
    if exchange.raised is not None:
        yield Fact(message=exchange.raised.text, exchange=exchange, origin=Raising())
