"""The server takes a request that its document forbids, or refuses one that it allows.

Why it matters
    The document and the server disagree about what may be asked, and a client that holds to one fails at the other.

Conforming
    a text for `page_size: integer` is answered with 400

Violating
    a text for `page_size: integer` is answered with 200
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
    applies=lambda complaint: complaint.kind >= "ST112",
    blame=Blame.SERVER,
)
def fuzz_request_misjudged(complaint: FuzzFailure) -> Iterator[Fact]:
    text = " ".join(complaint.message.split())
    yield Fact(f"{complaint.operation}: {complaint.title}: {text}".rstrip(": "), complaint.kind)
