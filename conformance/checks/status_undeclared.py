"""A server responds with a status that its own OpenAPI document does not list.

Why it matters
    Clients that were generated from the document have no type and no error class for it.

Conforming
    the document lists 201 for `create`, and the server responds with 201

Violating
    the document lists 200 for `create`, and the server responds with 201
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check


def _is_declared(status: int, declared: tuple[str, ...]) -> bool:
    return bool({str(status), f"{status // 100}XX", "default"} & set(declared))


def _is_covered(status: int, declared: tuple[str, ...]) -> bool:
    """Many documents list no errors at all: then an error contradicts nothing."""
    return status < 400 or any(name[:1] in {"4", "5"} for name in declared)


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MINOR,
    sources=(Source.SPEC, Source.CASSETTE),
    needs="a document with the operation's statuses",
    applies=lambda server: bool(server.live.declared_statuses),
    blame=Blame.SPEC,
)
def status_undeclared(server: ServerResponse) -> Facts:
    status, declared = server.status, server.live.declared_statuses
    if server.final.response.fault or _is_declared(status, declared) or not _is_covered(status, declared):
        return
    message = f"the server responds with {status}; the document has {', '.join(declared)}"
    yield Fact(message=message, part=str(status), exchange=server.exchange)
