"""A response is still open when the caller holds nothing of it any more.

Why it matters
    Its connection is never given back: after some calls, every further one waits for a free connection.

Conforming
    a download that is left after its first chunk is closed

Violating
    it is closed only if it is read to its end
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.reading import USES


def _way(seen: Seen) -> str:
    if seen.observation.raised:
        return "after an exception"
    return USES[seen.case.situation.use] or "though it was read to its end"


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="calls",
)
def response_left_open(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=(way := _way(seen)),
                message=f"The response stays open: {way}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.observation.left_open
        ),
    )
