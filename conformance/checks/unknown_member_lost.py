"""A member that the SDK does not know of an open enum is lost or replaced.

Why it matters
    Open enums promise that a newer server's member comes through as it was sent.

Conforming
    `{"state": "new-state"}` -> `.state == "new-state"`

Violating
    `{"state": "new-state"}` -> `.state is None`
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, answers_with_model, check
from conformance.exchange.model import Exchange
from conformance.finding import Severity, Source
from conformance.generate.samples import UNKNOWN_MEMBER


@check(
    family="response",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an answer with an unknown member of an open enum",
    applies=lambda exchange: (
        exchange.succeeded
        and (
            exchange.scripted.extra == "member"
            or any(UNKNOWN_MEMBER in difference.text for difference in exchange.differences)
        )
    ),
    relevant=answers_with_model,
)
def unknown_member_lost(exchange: Exchange) -> Iterator[Fact]:
    for difference in exchange.differences:
        if difference.kind in {"changed", "lost"} and UNKNOWN_MEMBER in difference.text:
            yield Fact(f"{difference.place or 'the result'}: {difference.text}", difference.place, exchange)
