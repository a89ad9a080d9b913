"""A model that a caller makes does not hold the values that it was given, or cannot be made.

Why it matters
    Callers make models for their tests, and to send them: with the constructor, `model_construct`, by validation of a
    stored response, and as subclasses of their own.

Conforming
    `Task.model_construct(id=1).id == 1`

Violating
    `Task.model_construct(s3endpoint="a").s3endpoint is None`
"""

from __future__ import annotations

from conformance.checks.model_views import model_facts
from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.models.case import ModelObjects


@check(
    family="model",
    judges=ModelObjects,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a model",
    applies=lambda models: bool(models.about("making")),
)
def model_making_wrong(models: ModelObjects) -> Facts:
    yield from model_facts(models, "making")
