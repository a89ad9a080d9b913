"""A server accepts a request for a resource that does not exist.

Why it matters
    Callers cannot distinguish a wrong id from an empty resource, and continue with no data.

Conforming
    `projects.get(999999)` gets the status 404

Violating
    `projects.tasks(999999)` gets the status 200 and an empty list
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.contract.model import Operation


def _has_path_parameter(operation: Operation) -> bool:
    return any(parameter.location == "path" for parameter in operation.parameters)


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MINOR,
    sources=(Source.STANDARD, Source.CASSETTE),
    needs="a call with ids that do not exist in its path",
    applies=lambda server: server.live.case == "missing" and _has_path_parameter(server.operation),
    relevant=_has_path_parameter,
    blame=Blame.SERVER,
)
def missing_resource_accepted(server: ServerResponse) -> Facts:
    if server.accepted:
        yield Fact(message=f"{server.status} for an id that does not exist", exchange=server.exchange)
