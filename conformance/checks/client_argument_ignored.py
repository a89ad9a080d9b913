"""An argument that a client is made with has no effect on its calls.

Why it matters
    A time limit, a header or a transport setting that is accepted and dropped is noticed in production only.

Conforming
    a client made with `timeout=9.0` sends requests with a limit of 9 seconds

Violating
    a client made with the caller's own HTTP client ignores that one's time limit
"""

from __future__ import annotations

from typing import Any

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.situations import BUSY


def _lost(seen: Seen) -> str:
    """The argument that has no effect and what is sent instead, "" if each has one."""
    situation, requests = seen.case.situation, seen.observation.requests
    if not requests:
        return ""
    own = situation.configuration.http_client or {}
    headers = {**own.get("headers", {})}
    for argument, value in situation.configuration.arguments.items():
        if isinstance(value, dict) and "header" in argument:
            headers |= value
        elif not _is_respected(argument, value, seen):
            return f"{argument}={value!r} leads to {len(requests)} requests with the limit {requests[0].limit}"
    missing = [name for name, text in headers.items() if any(s.request.header(name.lower()) != text for s in requests)]
    if missing:
        return f"the header {missing[0]} is not sent"
    if "timeout" in own and any(sent.limit != f"{own['timeout']:g}" for sent in requests):
        return f"the time limit of the caller's HTTP client, {own['timeout']:g}, became {requests[0].limit}"
    return ""


def _is_respected(argument: str, value: Any, seen: Seen) -> bool:
    requests = seen.observation.requests
    if "timeout" in argument:
        return all(sent.limit == f"{value:g}" for sent in requests)
    if "retries" in argument and seen.script == f"status {BUSY}":
        return len(requests) == int(value) + 1
    if "redirect" in argument and isinstance(value, bool) and seen.script.startswith("redirect"):
        return (len(requests) > 1) == value
    return True


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="arguments of the client",
)
def client_argument_ignored(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause=seen.configuration, message=f"{seen.configuration}: {lost}.", seen=seen)
            for seen in observed(runtime)
            if not seen.options and (lost := _lost(seen))
        ),
    )
