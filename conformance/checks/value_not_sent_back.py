"""A value that one call returned is sent by another in another form than it was received.

Why it matters
    Callers read an object, change a field and send all of it back: what the round trip changes is overwritten on the
    server.

Conforming
    `update(id=1, due=task.due)` sends the `due` that was received

Violating
    `update(id=1, due=task.due)` sends no fraction of a second
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
    needs="a response whose fields are arguments, too",
    applies=lambda models: bool(models.about("sent back")),
)
def value_not_sent_back(models: ModelObjects) -> Facts:
    yield from model_facts(models, "sent back")
