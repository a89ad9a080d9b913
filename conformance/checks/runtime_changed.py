"""The shared client behaves differently from its approved runtime profile.

Why it matters
    Time limits, retries, credentials and headers of all calls come from the same few functions; a change there reaches
    every operation, and no type checker sees it.

Conforming
    `limit 60`, as approved, for a client that sets nothing

Violating
    `limit none`: a call may now wait for ever
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, Seen, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.profile import difference, subject

MOST_TEXTS = 3  # of one subject in a message


def _changes(runtime: Runtime) -> Iterator[tuple[Seen, str, str]]:
    """Each client that differs from its profile, with the subject of the change and the change."""
    for seen in observed(runtime):
        before, after = (seen.case.approved or {}).get(seen.twin), seen.case.lines[seen.twin]
        if before is not None and before != after:
            yield seen, subject(before, after), difference(before, after)


def _hits(runtime: Runtime) -> Iterator[Hit]:
    """Changes of the same subject are one cause, whatever the values are."""
    changes = list(_changes(runtime))
    texts: dict[str, dict[str, None]] = {}
    for _, about, text in changes:
        texts.setdefault(about, {})[text] = None
    for seen, about, text in changes:
        others = [other for other in texts[about] if other != text]
        more = f" Elsewhere: {'; '.join(others[:MOST_TEXTS])}" if others else ""
        more += f"; and {len(others) - MOST_TEXTS} more." if len(others) > MOST_TEXTS else "." if others else ""
        yield Hit(
            cause=about if others else text,
            message=f"Approved and actual behaviour differ: {text}.{more}",
            seen=seen,
        )


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved runtime profile",
)
def runtime_changed(runtime: Runtime) -> Facts:
    yield from merged(runtime, _hits(runtime))
