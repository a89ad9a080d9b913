"""A server answers with a status that its own OpenAPI document does not have.

Why it matters
    Clients that were generated from the document have no type and no error class for it.

Conforming
    the document has 201 for `create`, and 201 is answered

Violating
    the document has 200 for `create`, and 201 is answered
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


def _is_declared(status: int, declared: tuple[str, ...]) -> bool:
    return bool({str(status), f"{status // 100}XX", "default"} & set(declared))


def _speaks_of(status: int, declared: tuple[str, ...]) -> bool:
    """Many documents have nothing of errors: what is left out altogether is no expectation."""
    return status < 400 or any(each[:1] in {"4", "5"} for each in declared)


@check(
    family="live",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.SPEC, Source.CASSETTE),
    needs="a document that has the operation's statuses",
    applies=lambda exchange: from_a_server(exchange) and bool(exchange.live.declared_statuses),
    blame=Blame.SPEC,
)
def status_undeclared(exchange: Exchange) -> Iterator[Fact]:
    if exchange.live is None or exchange.final is None or exchange.final.response.fault:
        return
    status, declared = exchange.final.response.status, exchange.live.declared_statuses
    if not _is_declared(status, declared) and _speaks_of(status, declared):
        yield Fact(f"{status} was answered; the document has {', '.join(declared)}", str(status), exchange)
