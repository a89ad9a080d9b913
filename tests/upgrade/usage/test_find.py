"""The uses of an SDK in users' code. The expected uses are written in that code, after `#:`."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from conformance.errors import EnvironmentFailed, UsageError
from conformance.targets.contents import Contents
from conformance.targets.environment import Environment
from conformance.upgrade.source import read_api
from conformance.upgrade.source.api import Api
from conformance.upgrade.usage import inference
from conformance.upgrade.usage.find import find_uses
from conformance.upgrade.usage.use import UsageResult, Use
from conformance.upgrade.usage.user_files import read_files
from tests.vocabulary import FAUX, acme_target

USERS: Final = Path(__file__).parents[1] / "user_code"
ACME: Final = USERS / "acme"
MARK: Final = "#: "


@lru_cache
def acme_api() -> Api:
    """The declarations of the faux SDK."""
    files = {path.relative_to(FAUX).as_posix(): path.read_bytes() for path in (FAUX / "acme_sdk").rglob("*.py")}
    return read_api(Contents("acme", files), acme_target())


def acme_environment() -> Environment:
    """The faux SDK as a directory."""
    return Environment(python=Path(sys.executable), search_path=(FAUX,), origin="directory", label="acme")


@contextmanager
def from_within(path: Path) -> Iterator[Path]:
    """Change to that folder, or to the file's folder, and yield the relative path."""
    before = Path.cwd()
    os.chdir(path if path.is_dir() else path.parent)
    try:
        yield Path() if path.is_dir() else Path(path.name)
    finally:
        os.chdir(before)


def found_in(*paths: Path) -> UsageResult:
    """The uses of acme below paths; one alone is named from within."""
    if len(paths) > 1:
        return find_uses(read_files(paths), acme_environment(), acme_target(), acme_api())
    with from_within(paths[0]) as named:
        return find_uses(read_files([named]), acme_environment(), acme_target(), acme_api())


pytestmark = pytest.mark.xdist_group("user code")  # one process infers the types of the SDK, once


@pytest.fixture(scope="module")
def acme_user() -> UsageResult:
    """The uses in the code of acme's user."""
    return found_in(ACME)


def marked(file: Path) -> Counter[tuple[int, str]]:
    """The uses that a file's comments mark: line, and kind with symbol."""
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    marks = ((number, line.split(MARK)[1].split("; ")) for number, line in lines if MARK in line)
    return Counter((number, mark) for number, marks in marks for mark in marks)


def uses_by_line(uses: Iterator[Use]) -> Counter[tuple[int, str]]:
    """The uses that were found, in the same form."""
    return Counter((use.line, f"{use.kind} {use.symbol or '(package)'}") for use in uses)


def python_files(folder: Path) -> list[str]:
    """The names of the readable modules of a user."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if path.name != "broken.py")


@pytest.mark.parametrize("name", python_files(ACME))
def test_every_use_is_found_and_nothing_else(name: str, acme_user: UsageResult) -> None:
    assert uses_by_line(use for use in acme_user.uses if use.file == name) == marked(ACME / name)


def test_a_notebook_is_read_cell_by_cell(acme_user: UsageResult) -> None:
    places = [(use.file, use.line, use.symbol) for use in acme_user.uses if "notebook" in use.file]

    assert places == [
        ("notebook.ipynb#cell-2", 2, "client.Acme"),
        ("notebook.ipynb#cell-3", 2, "client.Acme"),
        ("notebook.ipynb#cell-3", 3, "projects.create"),
    ]


def test_the_arguments_of_a_call_are_recorded(acme_user: UsageResult) -> None:
    calls = {use.line: use for use in acme_user.uses if use.file == "handed_on.py" and use.kind == "call"}

    assert [(calls[line].keywords, calls[line].positional, calls[line].open) for line in (8, 14, 16, 21, 22)] == [
        (("title",), 0, True),  # partial: others may follow
        ((), 1, False),  # to_thread
        ((), 1, False),  # submit
        ((), 0, True),  # **options
        ((), 0, True),  # *ids
    ]


def test_an_import_keeps_the_path_as_written(acme_user: UsageResult) -> None:
    paths = {use.path for use in acme_user.uses if use.file == "variable.py" and use.kind == "import"}

    assert paths == {"", "Acme", "client.Acme"}


def test_the_same_code_gives_the_same_uses(acme_user: UsageResult) -> None:
    assert found_in(ACME) == acme_user


def test_columns_count_characters(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text('from acme_sdk import Acme\n"äöü", Acme(api_key="k").projects.get(1)\n', "utf-8")

    assert [use.column for use in found_in(tmp_path).uses] == [22, 8, 35]


def test_a_folder_without_the_sdk_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import json\n\njson.dumps({})\n")
    nowhere = Environment(python=tmp_path / "no-python", origin="release", label="none")

    assert find_uses(read_files([tmp_path]), nowhere, acme_target(), acme_api()) == UsageResult((), 1)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        (b"from acme_sdk import Acme\nclient = Acme(\n", "a.py: '(' was never closed (line 2)"),
        (b"# acme_sdk \xff\n", "a.py: invalid or missing encoding"),
        (b"x = 'acme_sdk\0'\n", "a.py: source code"),
    ],
    ids=["syntax", "encoding", "null bytes"],
)
def test_an_unreadable_file_is_reported_and_the_others_are_read(written: bytes, reason: str, tmp_path: Path) -> None:
    (tmp_path / "a.py").write_bytes(written)
    (tmp_path / "b.py").write_text("import acme_sdk\n")

    found = found_in(tmp_path)

    assert [use.file for use in found.uses] == ["b.py"]
    assert found.files == 2
    assert len(found.unreadable) == 1
    assert found.unreadable[0].startswith(reason)


@pytest.mark.parametrize("text", ["no json", "[]", '{"cells": 3}'])
def test_an_invalid_notebook_is_reported(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_text(text)

    assert found_in(tmp_path).unreadable[0].startswith("a.ipynb: not a notebook")


def test_installed_packages_and_caches_are_not_searched(tmp_path: Path) -> None:
    for folder in (".venv", "node_modules", "__pycache__", "build", "lib/site-packages", ".git"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "a.py").write_text("import acme_sdk\n")
    (tmp_path / "environment").mkdir()
    (tmp_path / "environment" / "pyvenv.cfg").touch()
    (tmp_path / "environment" / "a.py").write_text("import acme_sdk\n")
    (tmp_path / "mine.py").write_text("import acme_sdk\n")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)

    assert [use.file for use in found_in(tmp_path).uses] == ["mine.py"]


def test_a_single_file_can_be_given(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import acme_sdk\n")
    (tmp_path / "b.py").write_text("import acme_sdk\n")

    assert [use.file for use in found_in(tmp_path / "a.py").uses] == ["a.py"]


def test_a_file_keeps_the_name_that_was_given(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("import acme_sdk\n")

    with from_within(tmp_path):
        for named in ("src", "src/a.py", "."):
            found = find_uses(read_files([Path(named)]), acme_environment(), acme_target(), acme_api())
            assert [use.file for use in found.uses] == ["src/a.py"]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "a.py").write_text("import acme_sdk\n")

    assert [use.file for use in found_in(tmp_path / "src", tmp_path).uses] == ["src/a.py"]


@pytest.mark.parametrize(
    ("named", "words"),
    [("nowhere", "no such file or folder"), ("empty", "no Python file"), ("notes.txt", "not a Python file")],
)
def test_a_path_without_python_files_is_a_usage_error(named: str, words: str, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()

    with pytest.raises(UsageError, match=words):
        found_in(tmp_path / named)


def test_a_missing_jedi_is_reported_with_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inference, "jedi", None)
    (tmp_path / "a.py").write_text("import acme_sdk\n")

    with pytest.raises(UsageError, match=r"pip install .*'jedi[<>=.,\d]+'"):
        found_in(tmp_path)


def test_an_interpreter_that_does_not_start_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("import acme_sdk\n")
    environment = Environment(python=tmp_path / "no-python", search_path=(FAUX,), origin="release", label="none")

    with pytest.raises(EnvironmentFailed, match="interpreter"):
        find_uses(read_files([tmp_path]), environment, acme_target(), acme_api())
