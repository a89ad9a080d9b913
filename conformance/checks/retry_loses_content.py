"""A second attempt sends another request than the first: its body, its query or its headers differ.

Why it matters
    The server carries out something else than the caller wanted, and only when it was busy before.

Conforming
    both attempts send the same form

Violating
    the second attempt sends an empty body
"""

from __future__ import annotations

from collections.abc import Collection

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.situations import BUSY


def _different(seen: Seen, volatile_headers: Collection[str]) -> str:
    first, second = (sent.request for sent in seen.observation.requests[:2])
    if first.url != second.url:
        return "" if seen.script != f"status {BUSY}" else "URL"
    if first.content_type == "multipart/form-data" == second.content_type:
        return "body" if first.parts != second.parts else ""
    if first.content != second.content:
        return "body"
    names = {name for name, _ in set(first.headers) ^ set(second.headers)} - {*volatile_headers}
    return f"header {min(names)}" if names else ""


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.CRITICAL,
    sources=(Source.SDK, Source.STANDARD),
    needs="retries",
)
def retry_loses_content(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(cause=lost, message=f"The second attempt differs from the first in its {lost}.", seen=seen)
            for seen in observed(runtime)
            if seen.script.startswith(f"status {BUSY}") and len(seen.observation.requests) > 1
            if (lost := _different(seen, runtime.volatile_headers))
        ),
    )
