"""The server accepts a request that its document forbids, or refuses one that it allows.

Why it matters
    The document and the server disagree about valid requests: a client that follows one fails with the other.

Conforming
    400 for a text as `page_size: integer`

Violating
    200 for a text as `page_size: integer`
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Facts, FuzzFailure, Severity, Source, check, fuzz_facts


@check(
    family="live",
    judges=FuzzFailure,
    severity=Severity.MINOR,
    sources=(Source.SPEC, Source.STANDARD),
    needs="a run with --fuzz",
    applies=lambda failure: failure.kind >= "ST112",
    blame=Blame.SERVER,
)
def fuzz_validation_differs(failure: FuzzFailure) -> Facts:
    yield from fuzz_facts(failure)
