"""A value that came back does not have its declared type, for an answer that has it.

Why it matters
    Type checkers and editors promise callers a type; the SDK builds its models unchecked, so code fails far from
    the call.

Conforming
    `created_at: datetime` holds a datetime

Violating
    `created_at: datetime` holds the text `2025-03-04T05:06:07Z`
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
def response_type_mismatch(exchange: Exchange) -> Iterator[Fact]:
    for difference in exchange.differences:
        if difference.kind == "type":
            yield Fact(f"{difference.place or 'the result'}: {difference.text}", difference.place, exchange)
