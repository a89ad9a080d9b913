"""Calls exchange one token several times: those that run at the same time, or each one after another.

Why it matters
    The server may limit how often a token is exchanged, or allow it once; and a burst of calls becomes twice as many.

Conforming
    of two calls that start together, one exchanges the token, and the other waits for it; a later call uses the result
    while that is valid

Violating
    both exchange it
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.prelude import PACKAGE, Fact, Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.situations import REFRESHED


def _exchanging(runtime: Runtime) -> Iterator[tuple[Seen, int]]:
    """Successive calls of one client whose token is exchanged for one that stays valid, and how often it is."""
    for seen in observed(runtime):
        situation = seen.case.situation
        if situation.configuration.about_credentials and seen.script == REFRESHED and situation.calls > 1:
            exchanges = sum(_has_secret(sent.request.content, runtime) for sent in seen.observation.requests)
            if exchanges:
                yield seen, exchanges


def _has_secret(content: bytes, runtime: Runtime) -> bool:
    return any(secret.encode() in content for secret in runtime.secrets)


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a token that is exchanged",
    applies=lambda runtime: any(calls.exchanges for calls in runtime.concurrent) or any(_exchanging(runtime)),
)
def token_exchanged_repeatedly(runtime: Runtime) -> Facts:
    for calls in runtime.concurrent:
        if calls.exchanges > 1:
            yield Fact(
                message=(
                    f"{calls.calls} concurrent calls of `{calls.operation}` by the {calls.twin} client exchange the "
                    f"token given as `{calls.credentials}` {calls.exchanges} times."
                ),
                part=f"{calls.operation}.{calls.twin}",
                subject=PACKAGE,
            )
    yield from merged(
        runtime,
        (
            Hit(
                cause=f"every call, {seen.configuration}",
                message=f"{seen.case.situation.calls} successive calls exchange a token {exchanges} times, though "
                "what they get is valid.",
                seen=seen,
            )
            for seen, exchanges in _exchanging(runtime)
            if exchanges > 1
        ),
    )
