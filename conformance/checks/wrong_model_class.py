"""A returned model is not an instance of the declared class.

Why it matters
    Attributes and methods of the declared class are missing: code that passes the type checker raises AttributeError.

Conforming
    `projects.get(id=1)` returns a `Project`

Violating
    `projects.get(id=1)` returns a dict
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
def wrong_model_class(exchange: Exchange) -> Facts:
    yield from difference_facts(exchange, differences_of(exchange, "class"))
