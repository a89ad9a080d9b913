"""A client keeps the responses of calls that have ended.

Why it matters
    The memory of a program that runs for days grows with every call, until the system ends it.

Conforming
    once the caller holds the result no longer, the response is freed

Violating
    the client appends every response to a list
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
    needs="several calls by one client",
)
def responses_kept(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause="memory", message=f"{kept} calls have ended, and all responses are still in memory.", seen=seen)
            for seen in observed(runtime)
            if (kept := seen.observation.kept_responses) > 1  # the last one may be there on purpose
        ),
    )
