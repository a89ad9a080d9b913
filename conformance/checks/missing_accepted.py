"""A request for something that does not exist is accepted.

Why it matters
    Callers cannot tell a wrong id from an empty resource, and work on with nothing.

Conforming
    `projects.get(999999)` is answered with 404

Violating
    `projects.tasks(999999)` is answered with 200 and an empty list
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, accepted_by_a_server, check, from_a_server
from conformance.exchange.model import Exchange
from conformance.finding import Blame, Severity, Source


def _in_path(exchange: Exchange) -> bool:
    return any(parameter.location == "path" for parameter in exchange.expectation.operation.parameters)


@check(
    family="live",
    judges="exchange",
    severity=Severity.MINOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a call with ids that do not exist, in its path",
    applies=lambda exchange: from_a_server(exchange) and exchange.live.case == "missing" and _in_path(exchange),
    relevant=lambda operation: any(each.location == "path" for each in operation.parameters),
    blame=Blame.SERVER,
)
def missing_accepted(exchange: Exchange) -> Iterator[Fact]:
    if accepted_by_a_server(exchange) and exchange.final is not None:
        yield Fact(f"{exchange.final.response.status} for an id that does not exist", "", exchange)
