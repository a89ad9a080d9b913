"""Credentials appear in a log record, in output, in a warning, or in the text of a client, a result or an exception.

Why it matters
    Logs and tracebacks are copied to places that must not have the key.

Conforming
    the log names the URL and the status

Violating
    the log has the header `Authorization` with the token
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime


def _places(seen: Seen) -> list[tuple[str, str]]:
    observation = seen.observation
    return [
        ("a log record", "\n".join(observation.records)),
        ("standard output or error", observation.output),
        ("a warning", "\n".join(observation.warnings)),
        ("the text of a client", observation.client_text),
        ("the text of an exception" if observation.raised else "the text of a result", observation.shown),
    ]


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="credentials of the client",
)
def credentials_exposed(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause=place, message=f"The credentials appear in {place}.", seen=seen)
            for seen in observed(runtime)
            for place, text in _places(seen)
            if any(secret and secret in text for secret in runtime.secrets)
        ),
    )
