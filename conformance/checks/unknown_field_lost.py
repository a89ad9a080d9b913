"""A field that the SDK does not know is lost, although its model keeps unknown fields.

Why it matters
    Servers are upgraded before their clients: a new field is then reachable, and survives being sent back.

Conforming
    `{"id": 1, "new": 2}` -> `.new == 2`

Violating
    `{"id": 1, "new": 2}` -> no attribute `new`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, answers_with_model, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an answer with a field that the declared model does not know",
    applies=lambda exchange: exchange.succeeded and exchange.scripted.extra == "field",
    relevant=answers_with_model,
)
def unknown_field_lost(exchange: Exchange) -> Iterator[Fact]:
    for difference in exchange.differences:
        if difference.kind == "unknown_lost":
            yield Fact(f"{difference.place or 'the result'}: {difference.text}", difference.place, exchange)
