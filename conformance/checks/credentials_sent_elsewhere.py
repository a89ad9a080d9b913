"""After a redirect to another host, the credentials are sent to it.

Why it matters
    Whoever controls the redirect gets the key.

Conforming
    the request to the other host has no `Authorization` header

Violating
    it has
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, host, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.observation import SentRequest


def _text(sent: SentRequest) -> str:
    request = sent.request
    headers = "\n".join(value for _, value in request.headers)
    return "\n".join([request.url, headers, request.content.decode(errors="replace")])


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a redirect that is followed",
)
def credentials_sent_elsewhere(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause="redirect", message=f"The credentials are sent to {host(sent.request.url)}.", seen=seen)
            for seen in observed(runtime)
            if seen.script.endswith("to other host") and seen.observation.requests
            for sent in seen.observation.requests
            if host(sent.request.url) != host(seen.observation.requests[0].request.url)
            and any(secret and secret in _text(sent) for secret in runtime.secrets)
        ),
    )
