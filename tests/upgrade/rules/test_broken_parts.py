"""A part that can no longer be imported is one change about that part, whatever `__all__` lists."""

from __future__ import annotations

import pytest

from conformance.change import Impact, Tier
from conformance.pipeline.comparison import find_changes
from tests.upgrade.vocabulary import pair

SHELVES = b'class Shelf:\n    """A shelf."""\n'
LAZY = """
__all__ = ["Shelf"]
_places = {"Shelf": ".%s"}


def __getattr__(name: str) -> object:
    from importlib import import_module

    return getattr(import_module(_places[name], __package__), name)
"""


def severe(old: str, new: str, file: str = "books/__init__.py") -> list[str]:
    """The breaking and risky changes, by id, where one file of two releases differs."""
    sides = [{"books/shelves.py": SHELVES, file: text.encode()} for text in (old, new)]
    found = find_changes(pair(*sides), frozenset(Tier))
    return [change.id for change in found if change.impact in {Impact.BREAKING, Impact.RISKY}]


@pytest.mark.parametrize("listed", ["", '__all__ = ["Shelf"]\n', "__all__: list[str] = []\n"])
def test_a_name_that_a_package_no_longer_imports_is_removed_whatever_it_lists(listed: str) -> None:
    assert severe(f"from .shelves import Shelf\n{listed}", listed) == ["export_removed: books.Shelf"]


def test_a_name_that_is_loaded_from_a_missing_module_is_removed() -> None:
    assert severe(LAZY % "shelves", LAZY % "shelf") == ["export_removed: books.Shelf"]


def test_a_name_that_is_loaded_on_first_use_now_is_still_exported() -> None:
    assert severe('from .shelves import Shelf\n__all__ = ["Shelf"]\n', LAZY % "shelves") == []


def test_a_module_that_imports_a_missing_name_is_one_change() -> None:
    code = "from .shelves import {name}\n\n\ndef first() -> {name}:\n    return {name}()\n"
    found = severe(code.format(name="Shelf"), code.format(name="Sheelf"), "books/tools.py")
    assert found == ["import_broken: books.tools"]


@pytest.mark.parametrize("line", ["import types\n", "from types import MappingProxyType\n", "import shelves.Shelf\n"])
def test_an_import_of_another_package_is_never_called_broken(line: str) -> None:
    assert severe("", line, "books/tools.py") == []
