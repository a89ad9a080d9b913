"""A copy of a model, or a model that was pickled, differs from the original.

Why it matters
    Worker processes, caches and frameworks copy and pickle what they are given. A copy that lost fields is written back
    to the server, and a deep copy that shares a list changes the original.

Conforming
    `pickle.loads(pickle.dumps(task)) == task`

Violating
    `copy.copy(task)` has none of the unknown fields
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
    applies=lambda models: bool(models.about("copy")),
)
def model_copy_differs(models: ModelObjects) -> Facts:
    yield from model_facts(models, "copy")
