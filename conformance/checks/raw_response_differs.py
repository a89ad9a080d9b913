"""The raw client returns other data, another status or other headers than the server sent and the client returns.

Why it matters
    Callers use the raw client for the headers, such as a limit of requests, and expect the same data beside them.

Conforming
    `client.with_raw_response.get().data` is what `client.get()` returns, with the status and the headers

Violating
    the headers are missing
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.situation import Situation

_Key = tuple[str, str, str, str]


def _key(situation: Situation, twin: str) -> _Key:
    return situation.operation, situation.script.name, situation.use, twin


def _is_single(seen: Seen) -> bool:
    """Neither options nor an unusual value, and one call."""
    situation = seen.case.situation
    return not situation.options and situation.given is None and situation.calls == 1


def _different(raw: Seen, plain: dict[_Key, str]) -> str:
    situation, observation = raw.case.situation, raw.observation
    expected = plain.get(_key(situation, raw.twin))
    if expected is not None and not raw.options and expected != observation.outcome:
        return "result"
    reading = observation.reading
    if reading is None or reading.status is None:
        return ""
    if reading.parts.get("response") is type(None):
        return "response"
    response = situation.script.responses[-1]
    if reading.status != response.status:
        return "status"
    received = {name.lower(): value for name, value in reading.headers.items()}
    return "headers" if any(received.get(name.lower()) != value for name, value in response.headers) else ""


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a raw client",
)
def raw_response_differs(runtime: Runtime) -> Facts:
    plain = {
        _key(seen.case.situation, seen.twin): seen.observation.outcome
        for seen in observed(runtime)
        if not seen.case.situation.raw and seen.configuration == "default client" and _is_single(seen)
    }
    yield from merged(
        runtime,
        (
            Hit(
                cause=part,
                message=f"The {part} of the raw client differs: {seen.observation.outcome}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.case.situation.raw and (part := _different(seen, plain))
        ),
    )
