"""A field of the response does not reach the model.

Why it matters
    The server sent the data, and the caller cannot access it.

Conforming
    `{"id": 1, "title": "x"}` -> `.id == 1`, `.title == "x"`

Violating
    `{"id": 1, "title": "x"}` -> `.title is None`
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
def response_field_lost(exchange: Exchange) -> Facts:
    lost = [difference for difference in differences_of(exchange, "lost") if UNKNOWN_MEMBER not in difference.text]
    yield from difference_facts(exchange, lost)
