"""A call writes to standard output or error, or warns.

Why it matters
    A library that prints breaks programs whose output is read by others, and hides what they print themselves.

Conforming
    a call leaves standard output alone

Violating
    a call prints the response
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="calls",
)
def output_written(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause=kind, message=f"A call writes {text[:100]!r}.", seen=seen)
            for seen in observed(runtime)
            if "logging" not in seen.configuration
            for kind, text in (
                ("output", seen.observation.output),
                ("warning", "; ".join(seen.observation.warnings)),
            )
            if text
        ),
    )
