"""Virtual time: retries and polls wait on a clock that advances at once.

`time.sleep` is replaced while a call of the SDK runs, because synchronous SDKs offer no other way to control waiting.
Nothing else is patched. Asynchronous waits use an event loop on virtual time instead.
"""

from __future__ import annotations

import asyncio
import selectors
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, SupportsIndex


class VirtualClock:
    """Collects the waits since the last `reset`, in seconds."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def sleep(self, seconds: float | SupportsIndex) -> None:
        """Replaces `time.sleep`."""
        self.waits.append(float(seconds))
        self.now += float(seconds)

    def reset(self) -> None:
        """Forget the waits. The time is kept."""
        self.waits = []

    @contextmanager
    def patched_sleep(self) -> Iterator[VirtualClock]:
        """While open, `time.sleep` returns at once."""
        real = time.sleep
        time.sleep = self.sleep
        try:
            yield self
        finally:
            time.sleep = real


class _InstantSelector(selectors.DefaultSelector):
    """Never waits: the time that the event loop would wait for passes at once."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self.clock = clock

    def select(self, timeout: float | None = None) -> list[Any]:
        if timeout is None:  # nothing is scheduled: another thread wakes the loop
            return super().select(None)
        if timeout > 0:
            self.clock.sleep(timeout)
        return super().select(0)


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop on virtual time."""

    def __init__(self, clock: VirtualClock) -> None:
        self._virtual = clock
        super().__init__(_InstantSelector(clock))

    def time(self) -> float:
        """The virtual clock's seconds."""
        return self._virtual.now
