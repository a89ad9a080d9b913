"""A page that cannot be had ends a list as if it were complete.

Why it matters
    A loop over the list ends without an error, and the items of the missing pages are taken to not exist.

Conforming
    a page, then a page of another structure -> the SDK's error in the loop

Violating
    a page, then `200 {"detail": "..."}` -> the items of the first page, and no exception
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.lists_and_streams import FAILURES

_PLACE = " in place of page 2"


def _hides_failure(seen: Seen) -> bool:
    observation = seen.observation
    return not observation.raised and len(observation.requests) > 1


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a list in pages",
)
def page_failure_hidden(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=failure,
                message=f"{failure[0].upper()}{failure[1:]} ends the list as if it were complete.",
                seen=seen,
            )
            for seen in observed(runtime)
            if (failure := seen.script.removesuffix(_PLACE)) in FAILURES and _hides_failure(seen)
        ),
    )
