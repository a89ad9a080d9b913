"""A value of the answer is another one in the model.

Why it matters
    Callers act on what they read: a number that lost digits or a date that moved is wrong data.

Conforming
    `{"lead_time": 1.5}` -> `.lead_time == 1.5`

Violating
    `{"lead_time": 1.5}` -> `.lead_time == 1`
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
def response_value_changed(exchange: Exchange) -> Iterator[Fact]:
    for difference in exchange.differences:
        if difference.kind == "changed" and UNKNOWN_MEMBER not in difference.text:
            yield Fact(f"{difference.place or 'the result'}: {difference.text}", difference.place, exchange)
