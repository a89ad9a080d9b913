"""A returned value does not have its declared type, although the response does.

Why it matters
    Type checkers and editors rely on the declared type. The SDK builds its models without validation, so code fails far
    from the call.

Conforming
    `created_at: datetime` holds a datetime

Violating
    `created_at: datetime` holds the text `2025-03-04T05:06:07Z`
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


@check(
    family="response",
    judges=Exchange,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a valid response with a typed body",
    applies=returned_data,
    relevant=returns_data,
)
def response_type_mismatch(exchange: Exchange) -> Facts:
    yield from difference_facts(exchange, differences_of(exchange, "type"))
