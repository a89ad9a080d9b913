"""A value that the declared type does not expect is changed or lost, in place of being kept or refused.

Why it matters
    A server that changes a field's type is noticed when the value is kept or the SDK raises its error. A value that is
    converted looks right, and is wrong: `"no"` becomes False, and 7 becomes a date in 1970.

Conforming
    `{"created_at": 7}` for a date -> 7, or the SDK's error

Violating
    `{"created_at": 7}` -> 1970-01-01 00:00:07
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
    needs="models",
)
def response_value_converted(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=seen.case.situation.script.compared,
                message=f"What the server sent is not kept: {change.text}.",
                seen=seen,
            )
            for seen in observed(runtime)
            for change in seen.observation.changes[:1]
            if not change.harmless
        ),
    )
