"""Requests do not go to the base URL that the client was made with.

Why it matters
    Servers behind a gateway live below a path: without it every call meets another application.

Conforming
    `base_url="https://host/labels"` sends to `https://host/labels/api/projects/`

Violating
    it sends to `https://host/api/projects/`
"""

from __future__ import annotations

from urllib.parse import urlsplit

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime


def _is_below(url: str, base_url: str) -> bool:
    """Scheme, host and path of the base URL are kept, and no empty segment is added."""
    sent, base = urlsplit(url), urlsplit(base_url)
    return (
        sent.scheme == base.scheme.lower()
        and sent.netloc.lower() == base.netloc.lower()
        and sent.path.startswith(base.path.rstrip("/") + "/")
        and "//" not in sent.path
    )


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a base URL",
)
def base_url_not_kept(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=seen.configuration,
                message=f"With base_url={given!r} the request goes to {sent.request.url}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if "base URL" in seen.configuration and not seen.script.startswith("redirect")
            for given in seen.case.situation.configuration.arguments.values()
            if isinstance(given, str) and "://" in given
            for sent in seen.observation.requests
            if not _is_below(sent.request.url, given)
        ),
    )
