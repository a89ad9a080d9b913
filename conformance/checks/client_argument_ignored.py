"""An argument that a client is made with has no effect on its calls.

Why it matters
    A time limit, a header or a transport setting that is accepted and dropped is noticed in production only.

Conforming
    a client made with `timeout=9.5` sends requests with a limit of 9.5 seconds

Violating
    a client made with the caller's own HTTP client ignores that one's time limit
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import Any

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.observation import SentRequest
from conformance.runtime.situation import in_seconds
from conformance.runtime.situations import BUSY
from conformance.text import counted


def _lost(seen: Seen) -> Iterator[tuple[str, str]]:
    """The arguments without effect: what identifies each, and what is sent instead."""
    configuration, observation = seen.case.situation.configuration, seen.observation
    requests, own = observation.requests, configuration.http_client
    replaced = own is not None and "timeout" in own.name and any("timeout" in name for name in configuration.arguments)
    if own is not None and not replaced:
        for sent in requests:
            if not own.is_kept(sent):
                place = (
                    "own HTTP client for tokens" if _exchanges_token(seen, sent) else f"own HTTP client with {own.name}"
                )
                yield place, f"{sent.request.method} {sent.request.url} does not show {own.name} (limit {sent.limit})"
                break
    for argument, value in configuration.arguments.items():
        if requests and not _is_respected(argument, value, seen):
            shown = f"limit {requests[0].limit}, {requests[0].request.url}"
            yield configuration.about or configuration.name, f"leads to {counted(len(requests), 'request')} ({shown})"
    if (
        configuration.about in configuration.environment
        and observation.raised
        and configuration.about in observation.shown
    ):
        yield configuration.about, f"it is not read: {observation.outcome}"


def _exchanges_token(seen: Seen, sent: SentRequest) -> bool:
    """Whether the body of a request has the credentials."""
    body = sent.request.content.decode(errors="replace")
    return any(
        isinstance(value, str) and value in body for value in seen.case.situation.configuration.arguments.values()
    )


def _is_respected(argument: str, value: Any, seen: Seen) -> bool:
    requests = seen.observation.requests
    if isinstance(value, dict) and "header" in argument:
        if seen.case.situation.configuration.about_credentials:
            return True  # a token may be exchanged for another
        values = [(name, [text for key, text in sent.request.headers if key == name.lower()]) for name in value
                  for sent in requests]  # fmt: skip
        return all(texts == [value[name]] for name, texts in values)
    if argument == "logging":
        return bool(seen.observation.records or seen.observation.output)
    if isinstance(value, enum.Enum) and isinstance(value.value, str) and "beside" not in seen.configuration:
        return all(sent.request.url.startswith(value.value) for sent in requests)
    if value is None:
        return True
    if "timeout" in argument:
        return all(sent.limit == f"{in_seconds(argument, value):g}" for sent in requests)
    if "retries" in argument and seen.script == f"status {BUSY}":
        return len(requests) == int(value) + 1
    if "redirect" in argument and seen.script.startswith("redirect"):
        return (len(requests) > 1) is bool(value)
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
            Hit(cause=cause, message=f"{seen.configuration}: {lost}.", seen=seen)
            for seen in observed(runtime)
            if not seen.options
            for cause, lost in _lost(seen)
        ),
    )
