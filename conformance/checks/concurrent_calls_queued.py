"""Calls of one client wait for each other, although they were made at the same time.

Why it matters
    Threads and tasks are used to wait for several responses at once. A lock around each request makes the program as
    slow as one call after another, and one slow response stops all others.

Conforming
    two calls of one client are on their way at the same time

Violating
    the client holds a lock from the request to its response
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.runtime.case import ConcurrentCalls, Runtime


@check(
    family="runtime",
    judges=Runtime,
    select=lambda runtime: tuple(calls for calls in runtime.concurrent if not calls.credentials),
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="options of calls that are sent",
)
def concurrent_calls_queued(concurrent: tuple[ConcurrentCalls, ...]) -> Facts:
    for calls in concurrent:
        if calls.at_once == 1:
            yield Fact(
                message=f"{calls.calls} concurrent calls of `{calls.operation}` by the {calls.twin} client send one "
                "request at a time.",
                part=f"{calls.operation}.{calls.twin}",
                subject=PACKAGE,
            )
