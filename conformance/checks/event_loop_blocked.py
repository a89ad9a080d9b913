"""The asynchronous client waits in a way that stops the whole event loop.

Why it matters
    Every other task of the program stands still, for up to a minute.

Conforming
    `await asyncio.sleep(...)` between attempts

Violating
    `time.sleep(...)` between attempts
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
    needs="an asynchronous client",
)
def event_loop_blocked(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause="wait",
                message=f"The event loop is blocked for {sum(seen.observation.blocked):g} seconds.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.twin == "async" and seen.observation.blocked
        ),
    )
