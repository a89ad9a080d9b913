"""A server's answer is not one that its own OpenAPI document allows.

Why it matters
    Clients are generated from that document: all of them are wrong about this answer.

Conforming
    the document has `count: integer`, and `{"count": 3}` is answered

Violating
    the document has `count: integer`, and `{"count": null}` is answered
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.SPEC, Source.CASSETTE),
    needs="an answer that the server's document describes",
    applies=lambda exchange: from_a_server(exchange) and exchange.live.spec_violations is not None,
    blame=Blame.SERVER,
)
def server_response_invalid_for_spec(exchange: Exchange) -> Iterator[Fact]:
    for complaint in () if exchange.live is None else exchange.live.spec_violations or ():
        pointer, _, text = complaint.partition(": ")
        steps = ["[]" if step.isdigit() else step for step in pointer.split("/")[1:]]
        yield Fact(f"{pointer or 'the answer'}: {text}", ".".join(steps), exchange)
