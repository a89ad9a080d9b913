"""The text of an exception lacks the status or the body of the response, or its traceback the cause.

Why it matters
    It is all that a log or a traceback shows. Without the body, nothing says which field the server refused.

Conforming
    `status_code: 400, body: {'title': ['required']}`

Violating
    `status_code: 400`
"""

from __future__ import annotations

from conformance.checks.model_views import model_facts
from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.models.case import ModelObjects


@check(
    family="model",
    judges=ModelObjects,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="an error response",
    applies=lambda models: bool(models.about("error text")),
)
def error_text_incomplete(models: ModelObjects) -> Facts:
    yield from model_facts(models, "error text")
