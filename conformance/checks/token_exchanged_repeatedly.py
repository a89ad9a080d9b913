"""Calls that run at the same time exchange one token several times.

Why it matters
    The server may limit how often a token is exchanged, or allow it once; and a burst of calls becomes twice as many.

Conforming
    of two calls that start together, one exchanges the token, and the other waits for it

Violating
    both exchange it
"""

from __future__ import annotations

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.runtime.case import ConcurrentCalls, Runtime


@check(
    family="runtime",
    judges=Runtime,
    select=lambda runtime: tuple(calls for calls in runtime.concurrent if calls.exchanges),
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a token that is exchanged",
)
def token_exchanged_repeatedly(concurrent: tuple[ConcurrentCalls, ...]) -> Facts:
    for calls in concurrent:
        if calls.exchanges > 1:
            yield Fact(
                message=(
                    f"{calls.calls} concurrent calls of `{calls.operation}` by the {calls.twin} client exchange the "
                    f"token given as `{calls.credentials}` {calls.exchanges} times."
                ),
                part=f"{calls.operation}.{calls.twin}",
                subject=PACKAGE,
            )
