"""Uses of an SDK in users' code. What is expected stands in the code itself, after `#:`."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Final

import pytest

from conformance.targets.contents import Contents
from conformance.targets.environment import Environment
from conformance.upgrade.source import read_api
from conformance.upgrade.source.definitions import Api
from conformance.upgrade.usage.find import find_uses
from conformance.upgrade.usage.use import Found, Use
from tests.vocabulary import FAUX, acme_target

USERS: Final = Path(__file__).parent / "usage"
ACME: Final = USERS / "acme"
MARK: Final = "#: "


@lru_cache
def acme_api() -> Api:
    """What the faux SDK declares."""
    files = {path.relative_to(FAUX).as_posix(): path.read_bytes() for path in (FAUX / "acme_sdk").rglob("*.py")}
    return read_api(Contents("acme", files), acme_target())


def acme_environment() -> Environment:
    """The faux SDK as a directory."""
    return Environment(Path(sys.executable), (FAUX,), "directory", "acme", None)


def found_in(*paths: Path) -> Found:
    """The uses of acme below paths."""
    return find_uses(paths, acme_environment(), acme_target(), acme_api())


@pytest.fixture(scope="module")
def acme_user() -> Found:
    """What is found in the code of acme's user."""
    return found_in(ACME)


def marked(file: Path) -> Counter[tuple[int, str]]:
    """What a file says is used: line, and kind with symbol."""
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    marks = ((number, line.split(MARK)[1].split("; ")) for number, line in lines if MARK in line)
    return Counter((number, mark) for number, marks in marks for mark in marks)


def seen(uses: Iterator[Use]) -> Counter[tuple[int, str]]:
    """The same of what was found."""
    return Counter((use.line, f"{use.kind} {use.symbol or '(package)'}") for use in uses)


def python_files(folder: Path) -> list[str]:
    """The names of the readable modules of a user."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.py") if path.name != "broken.py")


@pytest.mark.parametrize("name", python_files(ACME))
def test_every_use_is_found_and_nothing_else(name: str, acme_user: Found) -> None:
    assert seen(use for use in acme_user.uses if use.file == name) == marked(ACME / name)
