"""A field of a response replaces a method or an attribute of its model.

Why it matters
    A server that adds a field named `copy` breaks every program that copies the model, with "str is not callable".

Conforming
    `{"copy": "x"}` -> `value.copy` is still the method, and the field is among the unknown ones

Violating
    `{"copy": "x"}` -> `value.copy == "x"`
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a model that keeps unknown fields",
)
def response_hides_method(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=seen.case.situation.script.compared,
                message=f"Fields of the response replace {', '.join(seen.observation.hidden[:4])} of the model.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.observation.hidden
        ),
    )
