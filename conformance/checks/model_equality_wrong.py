"""Models are not equal exactly if they hold the same, or their hashes contradict that.

Why it matters
    Tests, sets and caches compare models. Two equal objects with different hashes are two members of a set, and a model
    that is equal only to itself never equals the one that was expected.

Conforming
    two `Task` of one response are equal, and so are their hashes

Violating
    `Task(id=1) == Task(id=1)` is False
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
    applies=lambda models: bool(models.about("equality")),
)
def model_equality_wrong(models: ModelObjects) -> Facts:
    yield from model_facts(models, "equality")
