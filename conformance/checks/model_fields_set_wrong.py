"""The fields that count as set in a model are not the keys of the response.

Why it matters
    What counts as set is sent back. A field that the server did not send, and that counts as set, overwrites the
    value on the server with null.

Conforming
    `{"id": 1}` -> `model_fields_set == {"id"}`

Violating
    `{"id": 1}` -> `model_fields_set == {"id", "color"}`
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
    needs="a model",
    applies=lambda models: bool(models.about("fields set")),
)
def model_fields_set_wrong(models: ModelObjects) -> Facts:
    yield from model_facts(models, "fields set")
