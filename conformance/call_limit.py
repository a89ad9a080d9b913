"""Stops a call of the SDK that would not end by itself.

Three things show that a call does not end: how many requests it sends, how often it waits in virtual time, and for a
loop that does neither, the time that it takes. Whoever counts raises `EndlessCall`.
"""

from __future__ import annotations

import asyncio
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType
from typing import Final

AGAIN_SECONDS: Final = 0.5  # after which a call that has caught the exception gets it once more


class EndlessCall(BaseException):
    """A call does not end. Not an Exception: a broad `except` of the SDK must not catch it."""


_UNRAISABLE: Final = frozenset({"__del__", "_remove"})  # functions whose exceptions Python ignores
# What ends a call: asynchronous code that waits is cancelled, because nothing can be raised in it.
STOPPED: Final = (EndlessCall, asyncio.CancelledError)


@dataclass(slots=True)
class TimeLimit:
    """Whether the time of a call is over."""

    expired: bool = False
    active: bool = True


def cancel_tasks(loop: asyncio.AbstractEventLoop) -> None:
    """Cancel everything that an event loop runs, from outside of its tasks."""
    for task in asyncio.all_tasks(loop):
        loop.call_soon_threadsafe(task.cancel)


def forget_cancellation() -> None:
    """Let the running task go on as if it had not been cancelled."""
    task = asyncio.current_task()
    while task is not None and sys.version_info >= (3, 11) and task.cancelling():
        task.uncancel()


def _stop_call(frame: FrameType | None) -> None:
    """End the running call: raise in code of the SDK, cancel what waits or is in the event loop's own code.

    An exception in the loop's code would lose a task, and one in a destructor would be ignored: the next signal
    finds other code there.
    """
    try:
        loop = asyncio.get_running_loop()
    except RuntimeError:
        loop = None
    if frame is not None and frame.f_code.co_name in _UNRAISABLE:
        return
    if loop is None or (asyncio.current_task(loop) is not None and not _in_event_loop(frame)):
        raise EndlessCall
    cancel_tasks(loop)


def _in_event_loop(frame: FrameType | None) -> bool:
    """Whether asyncio, or what it called of the standard library, runs, and not a coroutine."""
    while frame is not None:
        module = str(frame.f_globals.get("__name__", "")).partition(".")[0]
        if module == "asyncio" or module not in sys.stdlib_module_names:
            return module == "asyncio"
        frame = frame.f_back
    return False


@contextmanager
def time_limit(seconds: float) -> Iterator[TimeLimit]:
    """End what runs in the block after this time, with one of the exceptions in STOPPED.

    Systems without interval timers, and threads other than the main one, have no such limit: there the process of the
    SDK is ended when it takes too long.
    """
    limit = TimeLimit()
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield limit
        return

    def expire(_: int, frame: FrameType | None) -> None:
        if limit.active:
            limit.expired = True
            _stop_call(frame)

    previous = signal.signal(signal.SIGALRM, expire)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN_SECONDS)
    try:
        yield limit
    finally:
        limit.active = False
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
