"""Which requests of a call reach the server, and which get an earlier response."""

from __future__ import annotations

import pytest

from conformance.exchange.offline_wire import ScriptedResponses
from conformance.wire import Request, Response

ONE, OTHER = (Request("GET", f"http://sdk.test/{name}", (), b"") for name in ("one", "other"))


def count_sent(status: int, *requests: Request, skip_known_failures: bool = True) -> int:
    """How many requests of a call reach a server that responds with a status; all of them get a response."""
    sent: list[Request] = []

    def fallback(request: Request) -> Response:
        sent.append(request)
        return Response(status, (), b"")

    script = ScriptedResponses(fallback)
    script.load((), skip_known_failures=skip_known_failures)
    for request in requests:
        assert script(request).status == status
    assert [response.status for response in script.responses] == [status] * len(requests)
    return len(sent)


def test_a_failure_that_is_known_is_not_requested_again() -> None:
    assert count_sent(500, ONE, ONE, ONE) == 1


@pytest.mark.parametrize(("status", "requests"), [(200, (ONE, ONE)), (404, (ONE, ONE)), (500, (ONE, OTHER, ONE))])
def test_anything_else_is(status: int, requests: tuple[Request, ...]) -> None:
    assert count_sent(status, *requests) == len(requests)


def test_a_failure_that_is_not_known_is_requested_again() -> None:
    assert count_sent(503, ONE, ONE, skip_known_failures=False) == 2
