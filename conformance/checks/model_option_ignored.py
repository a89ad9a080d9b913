"""An option of `dict()`, `json()`, `model_dump()` or `model_dump_json()` has no effect.

Why it matters
    The methods take these options, and pydantic documents them. Who excludes a field because it is secret or read-only
    sends it all the same.

Conforming
    `task.dict(exclude={"data"})` has no `data`

Violating
    `task.dict(exclude_none=True)` has keys with None
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
    applies=lambda models: bool(models.about("option")),
)
def model_option_ignored(models: ModelObjects) -> Facts:
    yield from model_facts(models, "option")
