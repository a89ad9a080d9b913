"""Virtual time: retries and polls wait on a clock that advances at once.

`time.sleep` is replaced while a call of the SDK runs, because synchronous SDKs offer no other way to control waiting.
Nothing else is patched. Asynchronous waits use an event loop on virtual time instead.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final, SupportsIndex

from conformance.call_limit import EndlessCall, cancel_tasks

MOST_WAITS: Final = 1000  # of one call: more is a loop that waits for something that does not happen


class VirtualClock:
    """Collects the waits since the last `reset`, in seconds; in `blocked` those that stopped their whole thread.

    A call that waits too often is stopped.
    """

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []
        self.blocked: list[float] = []
        self.interrupt: Callable[[], None] | None = (
            None  # called once in the next wait, in which the caller ends the call
        )

    @property
    def is_exhausted(self) -> bool:
        """Whether the call has waited too often."""
        return len(self.waits) > MOST_WAITS

    def sleep(self, seconds: float | SupportsIndex) -> None:
        """Let time pass for one wait. Raises EndlessCall if the call has waited too often."""
        self.advance(float(seconds))
        if self.is_exhausted:
            raise EndlessCall

    def advance(self, seconds: float) -> None:
        """Let time pass."""
        self.waits.append(seconds)
        self.now += seconds

    def block(self, seconds: float | SupportsIndex) -> None:
        """Replaces `time.sleep`. Raises ValueError for a negative time, as that does."""
        if float(seconds) < 0:
            raise ValueError("sleep length must be non-negative")
        self.blocked.append(float(seconds))
        self.sleep(seconds)
        self.interrupted()

    def interrupted(self) -> bool:
        """Whether the caller ends the call in the present wait. Raises what `interrupt` does."""
        interrupt, self.interrupt = self.interrupt, None
        if interrupt is not None:
            interrupt()
        return interrupt is not None

    def reset(self) -> None:
        """Forget the waits. The time is kept."""
        self.waits, self.blocked, self.interrupt = [], [], None

    @contextmanager
    def patched_sleep(self) -> Iterator[VirtualClock]:
        """While open, `time.sleep` returns at once."""
        real = time.sleep
        time.sleep = self.block
        try:
            yield self
        finally:
            time.sleep = real


class _InstantSelector(selectors.DefaultSelector):
    """Never waits: the time that the event loop would wait for passes at once."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self.clock = clock
        self.loop: asyncio.AbstractEventLoop | None = None

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:  # nothing is scheduled: another thread wakes the loop
            return super().select(None)
        if timeout > 0:
            self.clock.advance(timeout)
            if (self.clock.interrupted() or self.clock.is_exhausted) and self.loop is not None:
                cancel_tasks(self.loop)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on virtual time."""

    def __init__(self, clock: VirtualClock) -> None:
        self._virtual = clock
        selector = _InstantSelector(clock)
        super().__init__(selector)
        selector.loop = self

    def time(self) -> float:
        """The virtual clock's seconds."""
        return self._virtual.now
