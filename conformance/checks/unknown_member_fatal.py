"""The SDK raises for an answer with a member that it does not know of an open enum.

Why it matters
    Open enums exist so that a newer server does not break older clients.

Conforming
    `{"state": "new-state"}` -> a model

Violating
    `{"state": "new-state"}` -> ValidationError
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, answers_with_model, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an answer with an unknown member of an open enum",
    applies=lambda exchange: exchange.scripted.extra == "member" and exchange.first_request is not None,
    relevant=answers_with_model,
)
def unknown_member_fatal(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is not None:
        yield Fact(exchange.raised.text, exchange=exchange)
