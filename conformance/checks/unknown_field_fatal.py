"""The SDK raises for an answer with a field that it does not know.

Why it matters
    Servers are upgraded before their clients: every new field would break every older client.

Conforming
    `{"id": 1, "new": 2}` -> a model

Violating
    `{"id": 1, "new": 2}` -> ValidationError
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
    needs="an answer with a field that the declared model does not know",
    applies=lambda exchange: exchange.scripted.extra == "field" and exchange.first_request is not None,
    relevant=answers_with_model,
)
def unknown_field_fatal(exchange: Exchange) -> Iterator[Fact]:
    if exchange.raised is not None:
        yield Fact(exchange.raised.text, exchange=exchange)
