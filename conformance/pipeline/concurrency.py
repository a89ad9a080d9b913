"""The same work several times at once, in threads. They wait for other processes nearly all the time."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from queue import SimpleQueue
from typing import TypeVar

T = TypeVar("T")


@contextmanager
def open_all(openings: Sequence[Callable[[], AbstractContextManager[T]]]) -> Iterator[list[T]]:
    """Enter all context managers at once. They end with the block, or as soon as one of them fails.

    Raises what the first of them raises.
    """
    lock, over = threading.Lock(), False
    with ExitStack() as ending:

        def enter(opening: Callable[[], AbstractContextManager[T]]) -> T:
            with ExitStack() as own:
                value = own.enter_context(opening())
                with lock:
                    if not over:  # otherwise it came too late, and closes what it has opened
                        ending.push(own.pop_all())
            return value

        try:
            with ThreadPoolExecutor(len(openings)) as executor:
                values = list(executor.map(enter, openings))
        except BaseException:
            with lock:
                over = True
            raise
        yield values


def merged(parts: Sequence[Iterator[T]]) -> Iterator[T]:
    """The items of all iterators as they come, each iterator in its own thread. Raises what one of them raises."""
    if len(parts) == 1:
        yield from parts[0]
        return
    received: SimpleQueue[tuple[T] | BaseException | None] = SimpleQueue()

    def run(part: Iterator[T]) -> None:
        try:
            for item in part:
                received.put((item,))
            received.put(None)
        except BaseException as error:  # noqa: BLE001  # raised in the thread that waits
            received.put(error)

    for part in parts:
        threading.Thread(target=run, args=(part,), daemon=True).start()
    running = len(parts)
    while running:
        item = received.get()
        if isinstance(item, BaseException):
            raise item
        if item is None:
            running -= 1
        else:
            yield item[0]
