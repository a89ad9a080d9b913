"""An exception of the SDK cannot be copied or pickled, or the copy differs.

Why it matters
    Process pools and task queues pickle exceptions. One that cannot be restored breaks the pool, or hides the response
    of the server behind a TypeError.

Conforming
    `pickle.loads(pickle.dumps(error)).status_code == error.status_code`

Violating
    `pickle.loads(pickle.dumps(error))` raises `TypeError: missing 1 required positional argument`
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
    needs="an error response",
    applies=lambda models: bool(models.about("error copy")),
)
def error_copy_differs(models: ModelObjects) -> Facts:
    yield from model_facts(models, "error copy")
