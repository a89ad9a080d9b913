"""A field of the answer does not reach the model.

Why it matters
    The data was sent and paid for, and the caller cannot get at it.

Conforming
    `{"id": 1, "title": "x"}` -> `.id == 1`, `.title == "x"`

Violating
    `{"id": 1, "title": "x"}` -> `.title is None`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, answers_with_data, check, gave_data
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source
from conformance.generate.samples import UNKNOWN_MEMBER


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a conforming answer with a typed body",
    applies=gave_data,
    relevant=answers_with_data,
)
def response_field_lost(exchange: Exchange) -> Iterator[Fact]:
    for difference in exchange.differences:
        if difference.kind == "lost" and UNKNOWN_MEMBER not in difference.text:
            yield Fact(f"{difference.place or 'the result'}: {difference.text}", difference.place, exchange)
