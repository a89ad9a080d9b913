"""The ledger shows what a run left, however the run ended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.servers.ledger import Ledger, Leftovers, ledger_lock, read_leftovers
from conformance.targets.cache import is_locked

PROJECTS, TASKS = "/api/projects", "/api/tasks"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The path of a ledger."""
    return tmp_path / "ledgers" / "t.jsonl"


def test_created_items_that_were_not_deleted_are_left_the_last_one_first(file: Path) -> None:
    ledger = Ledger(file, server="http://h", tag="t")
    for number in (1, 2, 3):
        ledger.before_creation(PROJECTS, slash=True)
        ledger.created(PROJECTS, number, slash=True)
    ledger.deleted(f"{PROJECTS}/2")
    assert read_leftovers(file) == Leftovers(
        server="http://h", tag="t", items=((f"{PROJECTS}/3", True), (f"{PROJECTS}/1", True)), unfinished=()
    )
    assert ledger.owned == {f"{PROJECTS}/1", f"{PROJECTS}/3"}


def test_a_ledger_that_its_run_has_deleted_meanwhile_lists_nothing(file: Path) -> None:
    assert read_leftovers(file) == Leftovers(server="", tag="", items=(), unfinished=())


def test_an_unfinished_creation_is_left_even_if_a_later_one_finished(file: Path) -> None:
    ledger = Ledger(file, server="http://h", tag="t")
    ledger.before_creation(PROJECTS, slash=True)
    ledger.before_creation(PROJECTS, slash=True)
    ledger.deleted(ledger.created(PROJECTS, 1, slash=True))
    assert read_leftovers(file).unfinished == ((PROJECTS, True),)


def test_a_refused_creation_leaves_nothing(file: Path) -> None:
    ledger = Ledger(file, server="http://h", tag="t")
    ledger.before_creation(PROJECTS, slash=True)
    ledger.refused(PROJECTS)
    assert read_leftovers(file).unfinished == ()
    ledger.close()
    assert not list(file.parent.iterdir())


@pytest.mark.parametrize("unfinished", [True, False])
def test_a_ledger_stays_while_something_is_left(file: Path, *, unfinished: bool) -> None:
    ledger = Ledger(file, server="http://h", tag="t")
    ledger.before_creation(PROJECTS, slash=True)
    if not unfinished:
        ledger.created(PROJECTS, 1, slash=True)
    ledger.close()
    assert file.exists()
    assert not ledger_lock(file).exists()


def test_it_is_locked_while_its_run_is_alive(file: Path) -> None:
    ledger = Ledger(file, server="http://h", tag="t")
    assert is_locked(ledger_lock(file))
    ledger.created(PROJECTS, 1, slash=True)
    ledger._lock.close()
    assert not is_locked(ledger_lock(file))


def test_a_replacement_worker_owns_what_the_dead_one_created(file: Path) -> None:
    first = Ledger(file, server="http://h", tag="t")
    first.created(PROJECTS, 1, slash=True)
    first.before_creation(TASKS, slash=False)
    first._lock.close()
    with file.open("a") as cut:
        cut.write('{"made": "/api/pro')
    second = Ledger(file, server="http://h", tag="t")
    assert second.owned == {f"{PROJECTS}/1"}
    second.created(PROJECTS, 2, slash=True)
    assert read_leftovers(file).items == ((f"{PROJECTS}/2", True), (f"{PROJECTS}/1", True))
    assert read_leftovers(file).unfinished == ((TASKS, False),)
    assert second.prefix.startswith(first.prefix)
    assert second.prefix != first.prefix  # so that no name occurs twice


@given(st.data())
def test_a_ledger_can_be_read_wherever_it_was_cut(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    file = tmp_path_factory.mktemp("ledger") / "t.jsonl"
    ledger = Ledger(file, server="http://h", tag="t")
    for number in range(3):
        ledger.before_creation(PROJECTS, slash=True)
        ledger.created(PROJECTS, number, slash=True)
    ledger._lock.close()
    whole = file.read_bytes()
    file.write_bytes(whole[: data.draw(st.integers(0, len(whole)))])
    leftovers = read_leftovers(file)
    done = len(leftovers.items)
    assert set(leftovers.items) == {(f"{PROJECTS}/{number}", True) for number in range(done)}
    whole_lines = [json.loads(line) for line in file.read_text().split("\n")[:-1]]
    started = sum("making" in line for line in whole_lines)
    assert done + len(leftovers.unfinished) >= started  # no creation is forgotten


def test_unfinished_creations_inside_a_deleted_item_are_deleted_with_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "t.jsonl", server="http://h", tag="t")
    item = ledger.created("/api/projects", 7, slash=True)
    ledger.before_creation("/api/projects/7/exports", slash=False)
    ledger.before_creation("/api/projects/77/exports", slash=False)
    ledger.deleted(item)
    assert read_leftovers(tmp_path / "t.jsonl").unfinished == (("/api/projects/77/exports", False),)
