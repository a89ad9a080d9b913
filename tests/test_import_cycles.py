"""No module imports itself by way of others. Imports for types alone count, too: they tie modules together as well."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def imported_modules(tree: ast.Module, modules: Collection[str]) -> Iterator[str]:
    """All imports of a module, also in functions. `from package import module` counts as one of the module alone."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                submodule = f"{node.module}.{alias.name}"
                yield submodule if submodule in modules else node.module


def cycle_in(graph: dict[str, set[str]]) -> list[str]:
    """The modules of one cycle, [] if there is none."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        return list(error.args[1])
    return []


@cache
def import_graph() -> dict[str, set[str]]:
    """The modules of this package that each module imports."""
    files = {module_name(file): file for file in (ROOT / "conformance").rglob("*.py")}
    return {
        name: (set(imported_modules(ast.parse(file.read_text(encoding="utf-8")), files)) & files.keys()) - {name}
        for name, file in files.items()
    }


def test_no_module_imports_itself_by_way_of_others() -> None:
    graph = import_graph()
    assert len(graph) > 300
    assert cycle_in(graph) == []


@pytest.mark.parametrize("extra", [{"a": {"b"}, "b": {"a"}}, {"a": {"b"}, "b": {"c"}, "c": {"a"}}])
def test_a_cycle_is_found(extra: dict[str, set[str]]) -> None:
    assert set(cycle_in({**import_graph(), **extra})) == set(extra)
