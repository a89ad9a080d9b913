"""A server answers otherwise than when the same call was recorded on the same release of it.

Why it matters
    What was learnt from the recording does not hold: keys, types, statuses or lists are others now.

Conforming
    ids, times and counts differ from the recording, and keys and types do not

Violating
    a key is gone, a number has become a text, a list is empty or runs backwards
"""

from __future__ import annotations

from collections.abc import Iterator

from conformance.checks.check import Fact, check, from_a_server
from conformance.contract.types import Type
from conformance.exchange.model import Exchange
from conformance.exchange.structure import Members, enum_members, response_changes
from conformance.finding import Blame, Severity, Source
from conformance.wire import Response


def _settled(responses: tuple[Response, ...]) -> list[Response]:
    """Without failures that were asked again for."""
    passing = {408, 429, 500, 502, 503, 504}
    return [each for each in responses[:-1] if each.status not in passing] + list(responses[-1:])


def _has_own_ids(recorded: Response) -> bool:
    """Cassettes number ids by first appearance and hold no `Date`: the order of their ids tells nothing."""
    return any(name.lower() == "date" for name, _ in recorded.headers)


def _members(exchange: Exchange) -> Members:
    operation = exchange.expectation.operation
    page = Type("list", (operation.response,))
    if operation.shape != "pager":
        return enum_members(operation.response, exchange.expectation.models)
    inside = enum_members(page, exchange.expectation.models)
    return {f"{operation.items}.{place}": values for place, values in inside.items()}


@check(
    family="live",
    judges="exchange",
    severity=Severity.MAJOR,
    sources=(Source.CASSETTE, Source.STANDARD),
    needs="a recording of the same call on the same release of the server",
    applies=lambda exchange: from_a_server(exchange) and bool(exchange.live.recorded_responses),
    blame=Blame.SERVER,
)
def server_response_structure_changed(exchange: Exchange) -> Iterator[Fact]:
    if exchange.live is None or any(each.response.fault for each in exchange.round_trips):
        return
    now = _settled(tuple(each.response for each in exchange.round_trips))
    lengths = any(each.location == "path" for each in exchange.expectation.operation.parameters)
    for recorded, answer in zip(_settled(exchange.live.recorded_responses), now, strict=False):
        for change in response_changes(recorded, answer, lengths=lengths, members=_members(exchange)):
            if change.kind != "order" or _has_own_ids(recorded):
                yield Fact(f"{change.place or 'the answer'}: {change.text}", change.place, exchange)
