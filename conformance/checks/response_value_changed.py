"""The model holds a different value than the response.

Why it matters
    Callers act on what they read: a number that lost digits or a date that shifted is wrong data.

Conforming
    `{"lead_time": 1.5}` -> `.lead_time == 1.5`

Violating
    `{"lead_time": 1.5}` -> `.lead_time == 1`
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
    returned_data,
    returns_data,
)
from conformance.generate.samples import UNKNOWN_MEMBER


@check(
    family="response",
    judges=Exchange,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a valid response with a typed body",
    applies=returned_data,
    relevant=returns_data,
)
def response_value_changed(exchange: Exchange) -> Facts:
    changed = [
        difference for difference in differences_of(exchange, "changed") if UNKNOWN_MEMBER not in difference.text
    ]
    yield from difference_facts(exchange, changed)
