"""Schemathesis found a request that a server fails on with a 5xx status.

Why it matters
    The server's own code broke; whoever sends such a request, on purpose or not, is told nothing that helps.

Conforming
    a path parameter that is no number is answered with 404

Violating
    a path parameter that is no number is answered with 500
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check
from conformance.finding import Blame, Severity, Source
from conformance.generate.fuzz_failure import FuzzFailure


@check(
    family="live",
    judges="complaint",
    severity=Severity.MAJOR,
    sources=(Source.SPEC, Source.STANDARD),
    needs="a run with --fuzz",
    applies=lambda complaint: complaint.kind in {"ST101", "ST102"},
    blame=Blame.SERVER,
)
def fuzz_server_error(complaint: FuzzFailure) -> Iterator[Fact]:
    text = " ".join(complaint.message.split())
    yield Fact(f"{complaint.operation}: {complaint.title}: {text}".rstrip(": "), complaint.kind)
