"""Requests do not go to the base URL that the client was made with.

Why it matters
    Servers behind a gateway live below a path: without it every call meets another application.

Conforming
    `base_url="https://host/labels"` sends to `https://host/labels/api/projects/`

Violating
    it sends to `https://host/api/projects/`
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime


def _changed_part(url: str, base_url: str) -> str:
    """The part of the base URL that is not kept, "" if all are: an empty segment of the path is one that is added."""
    sent, base = urlsplit(url), urlsplit(base_url)
    kept = {
        "scheme": sent.scheme == base.scheme.lower(),
        "host": sent.netloc.lower() == base.netloc.lower(),
        "path": sent.path.startswith(base.path.rstrip("/") + "/"),
        "slash": "//" not in sent.path,
    }
    return next((part for part, is_kept in kept.items() if not is_kept), "")


def _hits(runtime: Runtime) -> Iterator[Hit]:
    for seen in observed(runtime):
        arguments = seen.case.situation.configuration.arguments.values()
        given = next((value for value in arguments if isinstance(value, str) and "://" in value), None)
        is_about_url = "base URL" in seen.configuration and not seen.script.startswith("redirect")
        for sent in seen.observation.requests:
            if sent.other_host:
                message = f"A request to {sent.request.url} has the header Host: {sent.other_host}."
                yield Hit(cause="header Host", message=message, seen=seen)
            if given is not None and is_about_url and (part := _changed_part(sent.request.url, given)):
                message = f"With base_url={given!r} the request goes to {sent.request.url}."
                yield Hit(cause=part, message=message, seen=seen)


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="a base URL",
)
def base_url_not_kept(runtime: Runtime) -> Facts:
    yield from merged(runtime, _hits(runtime))
