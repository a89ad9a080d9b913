"""A response is slow compared with those of the same server to other requests."""

from __future__ import annotations

import pytest

from conformance.servers.response_times import SLOW_SECONDS, ResponseTimes
from conformance.wire import Request


def get(path: str) -> Request:
    return Request("GET", f"http://sdk.test{path}", (), b"")


def times(usual: float) -> ResponseTimes:
    """A server that took `usual` seconds for each of some requests, and much longer for the last ones."""
    seen = ResponseTimes()
    for number in range(100):
        seen.add(get(f"/api/projects/{number}/"), usual)
    for number in range(5):
        seen.add(get(f"/api/exports/{number}"), 10 * usual)
    return seen


@pytest.mark.parametrize(("usual", "seconds", "slow"), [
    (0.02, SLOW_SECONDS, False),
    (0.02, SLOW_SECONDS + 1, True),
    (0.15, SLOW_SECONDS + 1, True),
    (0.4, SLOW_SECONDS + 1, False),  # a machine under load, or a server far away
    (0.4, 15.0, True),
])  # fmt: skip
def test_a_response_is_slow_compared_with_nine_in_ten_of_the_others(usual: float, seconds: float, slow: bool) -> None:
    assert times(usual).add(get("/api/tasks/"), seconds) is slow


@pytest.mark.parametrize(("seconds", "size", "slow"), [
    (6.0, 90_000, True),
    (15.0, 1_400_000, False),  # an export of thousands of tasks, of a busy machine
    (75.0, 1_400_000, True),
])  # fmt: skip
def test_a_response_with_much_data_may_take_longer(seconds: float, size: int, slow: bool) -> None:
    assert times(0.1).add(get("/api/projects/1/export"), seconds, size) is slow


def test_an_operation_that_is_always_slow_is_no_measure_for_itself() -> None:
    seen = times(0.02)
    assert [seen.add(get(f"/api/tasks/{number}"), 6.0) for number in range(300)] == [True] * 300


def test_a_server_that_is_slow_for_everything_has_no_slow_responses() -> None:
    seen = times(6.0)
    assert not seen.add(get("/api/tasks/"), 7.0)
