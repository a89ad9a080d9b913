"""A date-time of a response has another instant, offset or fraction of a second in the model, or in what it writes.

Why it matters
    Programs request everything after the last date-time that they have seen, and compare versions of an object by it. A
    fraction that is cut off repeats or loses objects.

Conforming
    `2025-03-04T05:06:07.891234+05:30` is written as it came

Violating
    `2025-03-04T05:06:07.891234+05:30` is read as `2025-03-04 05:06:07`
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
    needs="a model with date-times",
    applies=lambda models: bool(models.about("date-time")),
)
def model_date_time_changed(models: ModelObjects) -> Facts:
    yield from model_facts(models, "date-time")
