"""The asynchronous client waits in a way that stops the whole event loop.

Why it matters
    Every other task of the program stands still, for up to a minute.

Conforming
    `await asyncio.sleep(...)` between attempts

Violating
    `time.sleep(...)` between attempts, or a synchronous request for a token
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.observation import Observation


def _blocked(observation: Observation) -> Iterator[tuple[str, str]]:
    """The causes that block the event loop, with words for each."""
    if observation.blocked:
        yield "wait", f"for {sum(observation.blocked):g} seconds by a wait"
    sent = next((sent for sent in observation.requests if sent.blocking), None)
    if sent is not None:
        yield (
            "request",
            f"until the server responds, by a synchronous request: {sent.request.method} {sent.request.url}",
        )


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
            Hit(cause=cause, message=f"The event loop is blocked {text}.", seen=seen)
            for seen in observed(runtime)
            if seen.twin == "async"
            for cause, text in _blocked(seen.observation)
        ),
    )
