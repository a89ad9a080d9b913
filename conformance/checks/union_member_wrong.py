"""A value of a union becomes another member than its part of the response has.

Why it matters
    Attributes of the right class are missing, and `isinstance` leads to the wrong branch: often only if some optional
    field is set.

Conforming
    `{"kind": "choice"}` becomes a `Choice`, whatever else it has

Violating
    `{"kind": "region"}` becomes a `Choice`, the first member
"""

from __future__ import annotations

from conformance.checks.model_views import model_facts
from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.models.case import ModelObjects


@check(
    family="model",
    judges=ModelObjects,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a field with several models",
    applies=lambda models: bool(models.about("union")),
)
def union_member_wrong(models: ModelObjects) -> Facts:
    yield from model_facts(models, "union")
