"""Schemathesis got a response that the server's own document does not describe.

Why it matters
    Clients and tests that are generated from the document expect something else than the server does.

Conforming
    the document lists 404 for the operation, and the server responds with 404

Violating
    the document lists 200 and 400, and the server responds with 409
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Facts, FuzzFailure, Severity, Source, check, fuzz_facts


@check(
    family="live",
    judges=FuzzFailure,
    severity=Severity.MINOR,
    sources=(Source.SPEC, Source.STANDARD),
    needs="a run with --fuzz",
    applies=lambda failure: "ST103" <= failure.kind <= "ST111",
    blame=Blame.SPEC,
)
def fuzz_response_undocumented(failure: FuzzFailure) -> Facts:
    yield from fuzz_facts(failure)
