"""A loop over a list leaves out items of pages that the server named, or yields items twice.

Why it matters
    The list looks complete. A page can be empty because a filter left nothing of it, while the next one has items.

Conforming
    pages of 2, 0 and 1 items, the first two with a next one -> 3 items

Violating
    the empty page ends the loop -> 2 items
"""

from __future__ import annotations

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime


def _counts(seen: Seen) -> tuple[int, int] | None:
    """The numbers of items that the server has and that a loop yields; None where a loop does not read all of them."""
    items, reading = seen.case.situation.script.items, seen.observation.reading
    if items is None or reading is None or reading.items is None or reading.partly:
        return None
    return items, len(reading.items)


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.STANDARD),
    needs="a list in pages",
)
def page_items_lost(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=seen.script,
                message=f"The pages have {counts[0]} items, the SDK yields {counts[1]}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if (counts := _counts(seen)) is not None and counts[0] != counts[1]
        ),
    )
