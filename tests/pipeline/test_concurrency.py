"""Several items at once: all of them are opened, used and closed, even if one of them fails."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.pipeline.concurrency import merged, open_all

WAIT = 20.0


class Doors:
    """Doors that open only when all of them are being opened."""

    def __init__(self, count: int, locked: int = -1) -> None:
        self.together, self.locked = threading.Barrier(count, timeout=WAIT), locked
        self.open: set[int] = set()

    @contextmanager
    def door(self, number: int) -> Iterator[int]:
        self.together.wait()
        if number == self.locked:
            raise ValueError(f"door {number} is locked")
        self.open.add(number)
        try:
            yield number
        finally:
            self.open.remove(number)


def test_all_are_opened_at_once_and_closed_with_the_block() -> None:
    doors = Doors(3)
    with open_all([partial(doors.door, number) for number in range(3)]) as numbers:
        assert numbers == [0, 1, 2]
        assert doors.open == {0, 1, 2}
    assert doors.open == set()


@pytest.mark.parametrize("locked", range(3))
def test_where_one_does_not_open_none_is_left_open(locked: int) -> None:
    doors = Doors(3, locked)
    with (
        pytest.raises(ValueError, match=f"door {locked} is locked"),
        open_all([partial(doors.door, number) for number in range(3)]),
    ):
        raise AssertionError
    assert doors.open == set()


def test_a_block_that_fails_closes_all() -> None:
    doors = Doors(2)
    with pytest.raises(KeyboardInterrupt), open_all([partial(doors.door, number) for number in range(2)]):
        raise KeyboardInterrupt
    assert doors.open == set()


@settings(deadline=None)
@given(st.lists(st.lists(st.integers()), max_size=4))
def test_everything_comes_and_each_part_in_its_order(parts: list[list[int]]) -> None:
    numbered = [[(number, item) for item in part] for number, part in enumerate(parts)]
    got = list(merged([iter(part) for part in numbered]))
    assert [[item for item in got if item[0] == number] for number in range(len(parts))] == numbered


def test_parts_do_not_wait_for_one_another() -> None:
    there = threading.Event()

    def first() -> Iterator[str]:
        assert there.wait(WAIT)
        yield "first"

    def second() -> Iterator[str]:
        yield "second"
        there.set()

    assert list(merged([first(), second()])) == ["second", "first"]


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt])
def test_an_exception_of_a_part_is_raised(error: type[BaseException]) -> None:
    def failing() -> Iterator[int]:
        yield 1
        raise error

    with pytest.raises(error):
        list(merged([failing(), iter([2, 3])]))
