"""A server's response has a different structure than the recorded response.

Why it matters
    Something that a schema fixes (a declared field, its type, a member of an enum, the status) differs from the
    recording, so the server has changed. Only `conformance live --drift` compares.

Conforming
    ids, times, counts, the number of items and pages, the keys of free-form objects and, on a server of others, the
    types of downloaded files differ from the recording

Violating
    a declared field is missing, a number has become a text, the status is another
"""

from __future__ import annotations

from conformance.checks.prelude import Blame, Exchange, Fact, Facts, ServerResponse, Severity, Source, check
from conformance.contract.declared import Declared, declared_response
from conformance.exchange.structure import response_changes
from conformance.wire import Response

RETRIED = frozenset({408, 429, 500, 502, 503, 504})


def _without_retried(responses: tuple[Response, ...]) -> list[Response]:
    """The responses without failures that the SDK retried."""
    return [response for response in responses[:-1] if response.status not in RETRIED] + list(responses[-1:])


def _declared(server: ServerResponse, status: int) -> Declared:
    live, models = server.live, server.exchange.expectation.models
    return declared_response(server.operation, status, models, document=live.document, spec=live.spec)


@check(
    family="live",
    judges=Exchange,
    select=ServerResponse.of,
    severity=Severity.MAJOR,
    sources=(Source.CASSETTE, Source.STANDARD),
    needs="--drift, and a recording of the same call",
    applies=lambda server: bool(server.live.recorded_responses),
    blame=Blame.SERVER,
)
def server_response_structure_changed(server: ServerResponse) -> Facts:
    responses = tuple(round_trip.response for round_trip in server.exchange.round_trips)
    if any(response.fault for response in responses):
        return
    pairs = zip(_without_retried(server.live.recorded_responses), _without_retried(responses), strict=False)
    same_data, shape = server.live.managed, server.operation.shape
    for number, (recorded, response) in enumerate(pairs):
        if number and shape == "pager" and recorded.status != response.status and not same_data:
            return  # how many pages a list has is data
        declared = _declared(server, response.status)
        for change in response_changes(recorded, response, declared, same_state=same_data):
            if change.kind == "content" and shape not in {"value", "pager"} and not same_data:
                continue  # the type of a file is data, too
            message = f"{change.location or 'the response'}: {change.text}"
            yield Fact(message=message, part=change.location, exchange=server.exchange)
