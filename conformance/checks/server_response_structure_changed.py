"""A server's response has a different structure than the recorded response of the same server release.

Why it matters
    Keys, types, statuses or lists differ from the recording, so what the recording shows is no longer true.

Conforming
    ids, times and counts differ from the recording, and keys and types do not

Violating
    a key is missing, a number has become a text, a list is empty or in reverse order
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.contract.types import Type
from conformance.exchange.structure import Members, enum_members, response_changes
from conformance.wire import Response

RETRIED = frozenset({408, 429, 500, 502, 503, 504})


def _without_retried(responses: tuple[Response, ...]) -> list[Response]:
    """The responses without failures that the SDK retried."""
    return [response for response in responses[:-1] if response.status not in RETRIED] + list(responses[-1:])


def _has_original_ids(recorded: Response) -> bool:
    """Cassettes renumber ids by first appearance and have no `Date`: the order of their ids means nothing."""
    return any(name.lower() == "date" for name, _ in recorded.headers)


def _members(server: ServerResponse) -> Members:
    operation, models = server.operation, server.exchange.expectation.models
    if operation.shape != "pager":
        return enum_members(operation.response, models)
    members = enum_members(Type("list", (operation.response,)), models)
    return {f"{operation.items}.{place}": values for place, values in members.items()}


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.CASSETTE, Source.STANDARD),
    needs="a recording of the same call on the same release of the server",
    applies=lambda server: bool(server.live.recorded_responses),
    blame=Blame.SERVER,
)
def server_response_structure_changed(server: ServerResponse) -> Facts:
    responses = tuple(round_trip.response for round_trip in server.exchange.round_trips)
    if any(response.fault for response in responses):
        return
    lengths = any(parameter.location == "path" for parameter in server.operation.parameters)
    pairs = zip(_without_retried(server.live.recorded_responses), _without_retried(responses), strict=False)
    for recorded, response in pairs:
        for change in response_changes(recorded, response, lengths=lengths, members=_members(server)):
            if change.kind != "order" or _has_original_ids(recorded):
                message = f"{change.location or 'the response'}: {change.text}"
                yield Fact(message=message, part=change.location, exchange=server.exchange)
