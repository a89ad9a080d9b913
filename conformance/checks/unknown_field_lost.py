"""A field that the model does not declare is lost, although the model keeps unknown fields.

Why it matters
    Servers are upgraded before their clients. A new field that is kept can be read, and is not lost when the caller
    sends the object back.

Conforming
    `{"id": 1, "new": 2}` -> `.new == 2`

Violating
    `{"id": 1, "new": 2}` -> no attribute `new`
"""

from __future__ import annotations

from conformance.checks.prelude import (
    Exchange,
    Facts,
    Severity,
    Source,
    check,
    difference_facts,
    differences_of,
    returns_model,
)


@check(
    family="response",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a response with a field that the model does not declare",
    applies=lambda exchange: exchange.succeeded and exchange.scripted.extra == "field",
    relevant=returns_model,
)
def unknown_field_lost(exchange: Exchange) -> Facts:
    yield from difference_facts(exchange, differences_of(exchange, "unknown_lost"))
