"""Abreast: the same thing several times at once, in threads. They wait for other processes nearly all the time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def opened(openings: Sequence[Callable[[], AbstractContextManager[T]]]) -> Iterator[list[T]]:
    """Everything that the openings open, opened at once; closed with the block, or where one of them fails.

    Raises what the first of them raises.
    """
    lock, over = threading.Lock(), False
    with ExitStack() as ending:

        def enter(opening: Callable[[], AbstractContextManager[T]]) -> T:
            with ExitStack() as own:
                value = own.enter_context(opening())
                with lock:
                    if not over:  # else it came too late, and closes what it has opened
                        ending.push(own.pop_all())
            return value

        try:
            with ThreadPoolExecutor(len(openings)) as pool:
                values = list(pool.map(enter, openings))
        except BaseException:
            with lock:
                over = True
            raise
        yield values


def merged(parts: Sequence[Iterator[T]]) -> Iterator[T]:
    """What the iterators give, as it comes, each of them in a thread of its own. Raises what one of them raises."""
    if len(parts) == 1:
        yield from parts[0]
        return
    given: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()

    def run(part: Iterator[T]) -> None:
        try:
            for item in part:
                given.put((item,))
            given.put(None)
        except BaseException as error:  # noqa: BLE001  # told to the thread that waits
            given.put(error)

    for part in parts:
        threading.Thread(target=run, args=(part,), daemon=True).start()
    left = len(parts)
    while left:
        got = given.get()
        if isinstance(got, BaseException):
            raise got
        if got is None:
            left -= 1
        else:
            yield got[0]
