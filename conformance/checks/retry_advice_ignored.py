"""The client waits for a shorter time than the server requests.

Why it matters
    A server that gets the next request too early stays busy, or blocks the client.

Conforming
    `Retry-After: 1` is followed by a wait of one second

Violating
    the next request follows after half a second
"""

from __future__ import annotations

from typing import Final

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime

# A longer advice may be cut short: how long a caller is willing to wait is a decision, and part of the profile.
SHORT: Final = 2.0


def _advised(header: str, value: str) -> float:
    """The seconds of a short advice; 0 for anything else."""
    unit = {"retry-after": 1.0, "retry-after-ms": 0.001}.get(header, 0.0)
    seconds = int(value) * unit if value.isdigit() else 0.0
    return seconds if seconds <= SHORT else 0.0


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MINOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="retries",
)
def retry_advice_ignored(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=header,
                message=f"The server requests {seconds:g} seconds with `{header}`, the client waits {waits[0]:.3g}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if (waits := seen.observation.waits)
            for header, value in seen.case.situation.script.responses[0].headers
            if (seconds := _advised(header, value)) > waits[0]
        ),
    )
