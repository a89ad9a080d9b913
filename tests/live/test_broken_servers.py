"""A run survives servers that hang, die, or send endless, slow or malformed responses, and reports them."""

from __future__ import annotations

import threading
import time
import tracemalloc
from typing import Any

import pytest

from conformance.finding import PACKAGE
from conformance.live.engine import OperationResult
from conformance.servers import response_times, server_wire
from conformance.servers.server_wire import RequestLimits
from tests.live.acme_server import AcmeServer, Handler, ReceivedRequest
from tests.live.conftest import Open, reach

HURRIED = RequestLimits(requests=3000, response_seconds=0.3, response_bytes=200_000)
READING = ("projects.list", "events.list")


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait less than in a real run."""
    monkeypatch.setattr(server_wire, "RECOVERY_SECONDS", 1.0)
    monkeypatch.setattr(server_wire, "POLL_SECONDS", 0.1)


def wait(seconds: float) -> None:
    """Wait in real time: during an SDK call `time.sleep` is virtual."""
    threading.Event().wait(seconds)


def hangs(handler: Handler, _: ReceivedRequest) -> bool:
    wait(2)
    handler.close_connection = True
    return True


def cuts(handler: Handler, _: ReceivedRequest) -> bool:
    begin(handler, length=100)
    handler.wfile.write(b'{"id": 1, ')
    return True


def floods(handler: Handler, _request: ReceivedRequest) -> bool:
    begin(handler)
    for _ in range(1000):
        handler.wfile.write(b"x" * 10_000)
    return True


def drips(handler: Handler, _request: ReceivedRequest) -> bool:
    begin(handler)
    for _ in range(20):
        handler.wfile.write(b" ")
        wait(0.1)
    return True


def talks_nonsense(handler: Handler, _: ReceivedRequest) -> bool:
    handler.wfile.write(b"\x00\xff what?\r\n\r\n")
    handler.close_connection = True
    return True


def closes(handler: Handler, _: ReceivedRequest) -> bool:
    handler.close_connection = True
    return True


def begin(handler: Handler, length: int | None = None) -> None:
    """The head of a response."""
    handler.send_response(200)
    handler.send_header("Content-Type", "application/json")
    if length is not None:
        handler.send_header("Content-Length", str(length))
    handler.end_headers()
    handler.close_connection = True


def checks(result: OperationResult) -> set[str]:
    """The checks with findings in an operation."""
    return {finding.check for finding in result.judgement.findings}


@pytest.mark.parametrize(
    ("mood", "check"),
    [
        (hangs, "server_hangs"), pytest.param(drips, "server_hangs", marks=pytest.mark.slow),
        (floods, "server_response_too_large"),
        (cuts, "server_response_truncated"),
        (talks_nonsense, "server_response_truncated"), (closes, "server_response_truncated"),
    ],
)  # fmt: skip
def test_a_broken_response_is_a_finding(opened: Open, server: AcmeServer, mood: Any, check: str) -> None:
    session = opened(limits=HURRIED)
    server.mood = mood
    for path in READING:
        result = session.judge_operation(path)
        assert result.judgement.coverage.crash is None
        assert reach(result).state == "unreached"
        assert check in checks(result)


def test_an_endless_response_is_not_kept_in_memory(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=HURRIED)
    session.judge_operation("events.list")
    server.mood = floods
    tracemalloc.start()
    session.judge_operation("events.list")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20 * HURRIED.response_bytes


def test_an_operation_that_hangs_is_called_only_a_few_times(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=HURRIED, examples=5)
    server.mood = lambda handler, request: request.steps[-1] == "events" and hangs(handler, request)
    result = session.judge_operation("events.list")
    assert reach(result).statuses["timeout"] <= 4
    assert reach(session.judge_operation("projects.list")).state == "reached"


def test_nothing_is_sent_to_a_server_that_hangs_for_good(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=HURRIED)
    server.stuck.set()
    first = session.judge_operation("projects.list")
    assert "server_hangs" in checks(first)
    began = time.perf_counter()
    later = [session.judge_operation(path) for path in session.live.context.extractor.paths() if path != PACKAGE]
    assert time.perf_counter() - began < 2
    assert {reach(result).reason for result in later} == {"the server stopped responding"}
    assert {reach(result).requests for result in later} == {0}
    assert session.usage.gone


@pytest.mark.slow
def test_a_server_that_hangs_behind_a_responding_proxy_is_given_up(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=HURRIED)
    server.mood = hangs
    result = [session.judge_operation(path) for path in session.live.context.extractor.paths() if path != PACKAGE]
    assert reach(result[-1]).reason == "the server stopped responding"
    assert session.usage.requests <= server_wire.MAX_TIMEOUTS


def test_a_dead_server_is_reported_once_and_findings_are_kept(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=HURRIED)
    assert reach(session.judge_operation("projects.list")).state == "reached"
    server.stop()
    result = session.judge_operation("projects.get")
    assert result.judgement.coverage.crash is None
    later = [session.judge_operation(path) for path in ("events.list", "tasks.add", "projects.delete")]
    assert [result.judgement.findings for result in later] == [(), (), ()]
    assert {reach(result).reason for result in later} == {"the server stopped responding"}


def test_a_server_that_dies_during_an_operation_is_a_finding(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=HURRIED)

    def dies(handler: Handler, request: ReceivedRequest) -> bool:
        handler.close_connection = True
        threading.Thread(target=server.stop).start()
        wait(0.2)
        return True

    server.mood = lambda handler, request: (
        request.method == "GET" and "page_size" in request.query and dies(handler, request)
    )
    result = session.judge_operation("projects.list")
    assert reach(result).state == "reached"
    assert {"server_response_truncated", "server_stopped_responding"} & checks(result)


def test_a_run_continues_after_a_quick_restart(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=HURRIED)
    assert reach(session.judge_operation("projects.list")).state == "reached"
    server.stop()
    again = threading.Timer(0.4, server.start)
    again.start()
    result = session.judge_operation("projects.get")
    again.join()
    assert reach(result).state == "reached"
    assert "server_stopped_responding" not in checks(result)
    assert not session.live.server.wire.gone


def test_a_run_with_a_spent_budget_still_cleans_up(opened: Open, server: AcmeServer) -> None:
    session = opened(limits=RequestLimits(requests=20))
    result = [session.judge_operation(path) for path in session.live.context.extractor.paths() if path != PACKAGE]
    assert reach(result[-1]).reason == "the run has sent as many requests as it may"
    assert server.store.projects == {}
    assert len(server.requests) < 20 + 10


@pytest.mark.parametrize(("times", "slow"), [(1, False), (2, True), (99, True)])
def test_an_operation_is_slow_if_a_second_response_is_slow_too(
    opened: Open, server: AcmeServer, monkeypatch: pytest.MonkeyPatch, times: int, slow: bool
) -> None:
    monkeypatch.setattr(response_times, "SLOW_SECONDS", 0.2)
    monkeypatch.setattr(response_times, "TIMES_AS_LONG", 2)
    session = opened()
    session.judge_operation("projects.list")
    left = iter(range(times))

    def delays(_handler: Handler, request: ReceivedRequest) -> bool:
        if request.path == "/api/events" and next(left, None) is not None:
            wait(0.4)
        return False

    server.mood = delays
    assert ("server_response_slow" in checks(session.judge_operation("events.list"))) is slow
    assert "server_response_slow" not in checks(session.judge_operation("projects.list"))
