"""A model does not write the nulls or the unknown fields of its response, or writes fields that it did not have.

Why it matters
    A null clears a value on the server, an absent field leaves it: who reads an object, changes it and sends it back
    needs the difference.

Conforming
    `{"due": null}` -> `task.dict() == {"due": None}`

Violating
    `{"due": null}` -> `task.dict() == {}`
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
    needs="a model with optional fields",
    applies=lambda models: bool(models.about("writing")),
)
def model_written_wrong(models: ModelObjects) -> Facts:
    yield from model_facts(models, "writing")
