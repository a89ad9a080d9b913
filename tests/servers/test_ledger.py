"""The ledger tells what is left of a run, whatever ended it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.servers.ledger import Ledger, Left, left, lock_of
from conformance.targets.cache import is_locked

PROJECTS, TASKS = "/api/projects", "/api/tasks"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where a ledger is kept."""
    return tmp_path / "ledgers" / "t.jsonl"


def test_what_was_made_and_not_removed_is_left_last_things_first(file: Path) -> None:
    ledger = Ledger(file, "http://h", "t")
    for number in (1, 2, 3):
        ledger.making(PROJECTS, slash=True)
        ledger.made(PROJECTS, number, slash=True)
    ledger.gone(f"{PROJECTS}/2")
    assert left(file) == Left("http://h", "t", ((f"{PROJECTS}/3", True), (f"{PROJECTS}/1", True)), ())
    assert ledger.owned == {f"{PROJECTS}/1", f"{PROJECTS}/3"}


def test_a_creation_that_did_not_end_is_left_even_if_a_later_one_did(file: Path) -> None:
    ledger = Ledger(file, "http://h", "t")
    ledger.making(PROJECTS, slash=True)
    ledger.making(PROJECTS, slash=True)
    ledger.gone(ledger.made(PROJECTS, 1, slash=True))
    assert left(file).unsure == ((PROJECTS, True),)


def test_a_refused_creation_leaves_nothing(file: Path) -> None:
    ledger = Ledger(file, "http://h", "t")
    ledger.making(PROJECTS, slash=True)
    ledger.none(PROJECTS)
    assert left(file).unsure == ()
    ledger.close()
    assert not list(file.parent.iterdir())


@pytest.mark.parametrize("begun", [True, False])
def test_a_ledger_stays_as_long_as_something_is_left(file: Path, *, begun: bool) -> None:
    ledger = Ledger(file, "http://h", "t")
    ledger.making(PROJECTS, slash=True)
    if not begun:
        ledger.made(PROJECTS, 1, slash=True)
    ledger.close()
    assert file.exists()
    assert not lock_of(file).exists()


def test_it_is_locked_while_its_run_lives(file: Path) -> None:
    ledger = Ledger(file, "http://h", "t")
    assert is_locked(lock_of(file))
    ledger.made(PROJECTS, 1, slash=True)
    ledger.held.close()
    assert not is_locked(lock_of(file))


def test_a_worker_that_takes_over_owns_what_the_one_before_made(file: Path) -> None:
    first = Ledger(file, "http://h", "t")
    first.made(PROJECTS, 1, slash=True)
    first.making(TASKS, slash=False)
    first.held.close()
    with file.open("a") as cut:
        cut.write('{"made": "/api/pro')
    second = Ledger(file, "http://h", "t")
    assert second.owned == {f"{PROJECTS}/1"}
    second.made(PROJECTS, 2, slash=True)
    assert left(file).items == ((f"{PROJECTS}/2", True), (f"{PROJECTS}/1", True))
    assert left(file).unsure == ((TASKS, False),)
    assert second.prefix.startswith(first.prefix)
    assert second.prefix != first.prefix  # names are given once


@given(st.data())
def test_a_ledger_that_was_cut_anywhere_can_be_read(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("ledger") / "t.jsonl"
    ledger = Ledger(file, "http://h", "t")
    for number in range(3):
        ledger.making(PROJECTS, slash=True)
        ledger.made(PROJECTS, number, slash=True)
    ledger.held.close()
    whole = file.read_bytes()
    file.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    found = left(file)
    done = len(found.items)
    assert set(found.items) == {(f"{PROJECTS}/{number}", True) for number in range(done)}
    whole_lines = [json.loads(line) for line in file.read_text().split("\n")[:-1]]
    begun = sum("making" in line for line in whole_lines)
    assert done + len(found.unsure) >= begun  # nothing that was begun is forgotten


def test_what_was_begun_inside_of_a_thing_that_is_gone_is_gone_with_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "t.jsonl", "http://h", "t")
    item = ledger.made("/api/projects", 7, slash=True)
    ledger.making("/api/projects/7/exports", slash=False)
    ledger.making("/api/projects/77/exports", slash=False)
    ledger.gone(item)
    assert left(tmp_path / "t.jsonl").unsure == (("/api/projects/77/exports", False),)
