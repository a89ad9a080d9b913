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

from conformance.checks.prelude import Facts, Severity, Source, check
from conformance.checks.runtime_views import Hit, merged, observed
from conformance.runtime.case import Runtime
from conformance.runtime.profile import difference


@check(
    family="runtime",
    judges=Runtime,
    severity=Severity.MAJOR,
    sources=(Source.SDK, Source.APPROVED),
    needs="an approved runtime profile",
)
def runtime_changed(runtime: Runtime) -> Facts:
    yield from merged(
        runtime,
        (
            Hit(
                cause=(text := difference(seen.case.approved[seen.twin], seen.case.lines[seen.twin])),
                message=f"Approved and actual behaviour differ: {text}.",
                seen=seen,
            )
            for seen in observed(runtime)
            if seen.case.approved is not None
            and seen.twin in seen.case.approved
            and seen.case.approved[seen.twin] != seen.case.lines[seen.twin]
        ),
    )
