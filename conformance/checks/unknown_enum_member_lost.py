"""An undeclared member of an open enum is lost or replaced.

Why it matters
    With an open enum, callers expect a newer server's member exactly as the server sent it.

Conforming
    `{"state": "new-state"}` -> `.state == "new-state"`

Violating
    `{"state": "new-state"}` -> `.state is None`
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
from conformance.generate.samples import UNKNOWN_MEMBER


def _has_unknown_member(exchange: Exchange) -> bool:
    return exchange.scripted.extra == "member" or any(
        UNKNOWN_MEMBER in difference.text for difference in exchange.differences
    )


@check(
    family="response",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a response with an undeclared member of an open enum",
    applies=lambda exchange: exchange.succeeded and _has_unknown_member(exchange),
    relevant=returns_model,
)
def unknown_enum_member_lost(exchange: Exchange) -> Facts:
    lost = [
        difference for difference in differences_of(exchange, "changed", "lost") if UNKNOWN_MEMBER in difference.text
    ]
    yield from difference_facts(exchange, lost)
