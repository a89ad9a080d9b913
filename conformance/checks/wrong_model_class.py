"""A model that came back is not of the declared class, nor of a subclass.

Why it matters
    Attributes and methods of the declared class are missing: an AttributeError where the type checker saw none.

Conforming
    `projects.get(id=1)` returns a `Project`

Violating
    `projects.get(id=1)` returns a dict
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, answers_with_data, check, gave_data
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a conforming answer with a typed body",
    applies=gave_data,
    relevant=answers_with_data,
)
def wrong_model_class(exchange: Exchange) -> Iterator[Fact]:
    for difference in exchange.differences:
        if difference.kind == "class":
            yield Fact(f"{difference.place or 'the result'}: {difference.text}", difference.place, exchange)
