"""The docstring of each package is a map of its modules."""

from __future__ import annotations

import ast
import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1] / "conformance"
# one fact a module: these are listed where they are loaded
LISTED: Final = re.compile(r"checks|upgrade/rules/[a-z]+")
PACKAGES: Final = sorted(
    file.parent.relative_to(ROOT).as_posix()
    for file in ROOT.rglob("__init__.py")
    if file.parent != ROOT and not LISTED.fullmatch(file.parent.relative_to(ROOT).as_posix())
)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_map_of_a_package_names_its_modules(package: str) -> None:
    folder = ROOT / package
    text = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8"))) or ""
    words = re.findall(r"[\w*]+", text)
    modules = {file.stem for file in folder.glob("*.py")} | {file.parent.name for file in folder.glob("*/__init__.py")}
    named = {module for module in modules if any(fnmatchcase(module, word) for word in words)}
    assert sorted(modules - named - {"__init__", "__main__"}) == []


def test_every_package_and_module_is_in_the_table_of_the_architecture() -> None:
    text = (ROOT.parent / "ARCHITECTURE.md").read_text(encoding="utf-8")
    table = "\n".join(line for line in text.splitlines() if line.startswith("| "))
    names = {file.stem for file in ROOT.glob("*.py")} | {file.parent.name for file in ROOT.glob("*/__init__.py")}
    assert sorted(name for name in names if not re.search(rf"\b{name}\b", table)) == ["__init__"]
