"""A pager requests another page after one that says that it is the last.

Why it matters
    Servers end their lists in different ways: the request after the last page is refused, so that a loop over a list
    raises after the last item, or the server sends the same page again, and the loop never ends.

Conforming
    `{"next": null, ...}` -> the loop ends

Violating
    `{"next": null, ...}` -> the SDK requests `?page=3`, and raises the 404 that it gets
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime


def _effect(seen: Seen) -> str:
    """The effect of a request after the last page; "" if there is none, or it is harmless."""
    last = seen.case.situation.last_page()
    if last is None or len(seen.observation.requests) <= last:
        return ""
    if seen.observation.endless:
        return "the loop does not end"
    return "the loop raises" if seen.observation.raised else ""


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a list whose pages name the next one",
)
def last_page_ignored(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=effect,
                message=f"A page says that it is the last one, and the SDK requests another: {effect}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if (effect := _effect(seen))
        ),
    )
