"""Schemathesis got an answer that the server's own document does not describe.

Why it matters
    Whoever generates a client or a test from the document is told something else than what the server does.

Conforming
    the document has 404 among the responses, and 404 is answered

Violating
    the document has 200 and 400, and 409 is answered
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.finding import Blame, Severity, Source
from conformance.generate.fuzz_failure import FuzzFailure


@check(
    family="live",
    judges="complaint",
    severity=Severity.MINOR,
    sources=(Source.SPEC, Source.STANDARD),
    needs="a run with --fuzz",
    applies=lambda complaint: "ST103" <= complaint.kind <= "ST111",
    blame=Blame.SPEC,
)
def fuzz_response_undocumented(complaint: FuzzFailure) -> Iterator[Fact]:
    text = " ".join(complaint.message.split())
    yield Fact(f"{complaint.operation}: {complaint.title}: {text}".rstrip(": "), complaint.kind)
