"""The same calls on both releases, at the same time."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from typing import Any

import pytest

from conformance.pipeline.run_pair import both_at_once


class BusySide:
    """One side of a pair, and its release. Its requests end only by an interrupt."""

    def __init__(self) -> None:
        self.release = self
        self.begun, self.ended = threading.Event(), threading.Event()

    def work(self) -> bool:
        """Carry out a request; whether it was ended."""
        self.begun.set()
        return self.ended.wait(60)

    def end_requests(self) -> None:
        """End the request."""
        self.ended.set()


def interrupt(sides: Any, requests: list[Future[bool]]) -> None:
    """Begin a request on each side, let another one wait, and interrupt."""
    with both_at_once(sides) as threads:
        for busy, (_, thread) in zip(sides, threads, strict=True):
            requests += [thread.submit(busy.work), thread.submit(busy.work)]
            busy.begun.wait(60)
        raise KeyboardInterrupt


def test_an_interrupt_ends_the_requests_that_have_begun_and_drops_the_others() -> None:
    requests: list[Future[bool]] = []
    with pytest.raises(KeyboardInterrupt):
        interrupt([BusySide(), BusySide()], requests)
    assert [request.cancelled() for request in requests] == [False, True, False, True]
    assert [request.result() for request in requests if not request.cancelled()] == [True, True]
