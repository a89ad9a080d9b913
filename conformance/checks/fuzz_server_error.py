"""Schemathesis found a request for which a server responds with a 5xx status.

Why it matters
    The server's own code failed. A caller who sends such a request, even by mistake, gets no helpful response.

Conforming
    404 for a path parameter that is not a number

Violating
    500 for a path parameter that is not a number
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Facts, FuzzFailure, Severity, Source, check, fuzz_facts


@check(
    family="live",
    judges=FuzzFailure,
    severity=Severity.MAJOR,
    sources=(Source.SPEC, Source.STANDARD),
    needs="a run with --fuzz",
    applies=lambda failure: failure.kind in {"ST101", "ST102"},
    blame=Blame.SERVER,
)
def fuzz_server_error(failure: FuzzFailure) -> Facts:
    yield from fuzz_facts(failure)
