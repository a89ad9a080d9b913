"""A result that is declared otherwise: where the exchanges showed another one, the program itself notices."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.change import Change, Impact, Level
from tests.upgrade.vocabulary import changes, pair

MODULE = """
from __future__ import annotations

from ..core.http import RequestData, SyncHttp
from ..core.options import RequestOptions
from ..core.pagination import SyncPager, more
from ..types import Project, ProjectPage, Task


class BooksClient:
    def __init__(self, *, http: SyncHttp) -> None:
        self._http = http
"""
PAGE = """
    def list(self, *, page: int | None = 1, request_options: RequestOptions | None = None) -> ProjectPage:
        return self._http.call(RequestData("GET", "api/books/", query={"page": page}), ProjectPage, request_options)
"""
PAGER = """
    def list(
        self, *, page: int | None = 1, request_options: RequestOptions | None = None
    ) -> SyncPager[Project, ProjectPage]:
        page = 1 if page is None else page
        request = RequestData("GET", "api/books/", query={"page": page})
        found: ProjectPage = self._http.call(request, ProjectPage, request_options)
        items = getattr(found, "results", None)
        return SyncPager(items, more(found), lambda: self.list(page=page + 1, request_options=request_options), found)
"""
TASK = """
    def get(self, *, request_options: RequestOptions | None = None) -> Task:
        return self._http.call(RequestData("GET", "api/books/1/"), Task, request_options)
"""
NOTHING = """
    def get(self, *, request_options: RequestOptions | None = None) -> None:
        self._http.call(RequestData("GET", "api/books/1/"), None, request_options)
"""
REFUSES = """
    def get(self, *, request_options: RequestOptions | None = None) -> str:
        return "a" + self._http.call(RequestData("GET", "api/books/1/"), Task, request_options)
"""
ANNOTATED = TASK.replace("-> Task:", "-> Project:")


def returned_change(folder: Path, old: str, new: str, *, run: bool = True) -> Change:
    """The change of the result."""
    sides = []
    for name, text in (("old", old), ("new", new)):
        sides.append(folder / f"{name}.py")
        sides[-1].write_text(MODULE + text, encoding="utf-8")
    (found,) = changes("result_type_changed", pair(sides[0], sides[1], run=run))
    return found


@pytest.mark.parametrize(
    ("old", "new", "message", "migration"),
    [
        (PAGE, PAGER, "returns `SyncPager`, no longer `ProjectPage`.", "Iterate over what"),
        (TASK, NOTHING, "returns `None`, no longer `Task`.", "Stop using the result"),
        (TASK, REFUSES, "raises `TypeError` for a response that the old release declares", "Use the result"),
    ],
)
def test_the_observed_result_is_reported(tmp_path: Path, old: str, new: str, message: str, migration: str) -> None:
    change = returned_change(tmp_path, old, new)
    assert message in change.message
    assert change.migration.startswith(migration)
    assert (change.impact, change.level, change.trial) == (Impact.BREAKING, Level.RUNTIME, None)
    assert change.difference is not None


def test_a_change_of_the_declaration_alone_is_for_type_checkers(tmp_path: Path) -> None:
    change = returned_change(tmp_path, TASK, ANNOTATED)
    assert (change.level, change.difference) == (Level.TYPES, None)


def test_a_change_that_was_not_run_is_for_type_checkers(tmp_path: Path) -> None:
    change = returned_change(tmp_path, PAGE, PAGER, run=False)
    assert (change.level, change.difference) == (Level.TYPES, None)
