"""A change of a model is lost, changes something else, or is accepted although the model is frozen.

Why it matters
    Callers read an object, change it and send it back: by assignment, or by a copy with an update where a model is
    frozen. A frozen model that can be changed is no longer found in a set.

Conforming
    `task.model_copy(update={"title": "new"}).dict()["title"] == "new"`

Violating
    a model with `frozen=True` accepts an assignment
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
    needs="a model with a text or a number",
    applies=lambda models: bool(models.about("change")),
)
def model_change_lost(models: ModelObjects) -> Facts:
    yield from model_facts(models, "change")
