"""Finds the checks that a project has of its own: entry points of installed distributions, and `conftest.py`.

A `conftest.py` is imported only if it imports something of `conformance.checks`: every other one is for pytest alone.
"""

from __future__ import annotations

import ast
import importlib.metadata
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from conformance.checks.own import OwnChecks, OwnModule
from conformance.checks.own_modules import load_own_checks
from conformance.settings import RunSettings

GROUP: Final = "conformance_checks"  # of entry points
CONFTESTS: Final = ("conftest.py", "tests/conftest.py")
_CHECKS: Final = "conformance.checks"


def use_project_checks(folder: Path) -> OwnChecks:
    """Load the checks of the project in a folder, and use them in this process."""
    return load_own_checks(own_modules(folder))


def project_folder(settings: RunSettings) -> Path:
    """The folder of the project whose settings apply: that of the configuration file, or the current one."""
    return Path() if settings.config is None else Path(settings.config).parent


def own_modules(folder: Path) -> tuple[OwnModule, ...]:
    """The modules with checks of a project, in the order in which their ids are taken."""
    return (*_from_entry_points(), *_from_conftests(folder))


def _from_entry_points() -> Iterator[OwnModule]:
    for found in sorted(importlib.metadata.entry_points(group=GROUP), key=lambda point: (point.name, point.value)):
        yield OwnModule(place=f"entry point {found.name}", module=found.module, attribute=found.attr or "")


def _from_conftests(folder: Path) -> Iterator[OwnModule]:
    for name in CONFTESTS:
        file = (folder / name).resolve()
        if file.is_file() and _imports_checks(file):
            yield OwnModule(place=name, file=str(file))


def _imports_checks(file: Path) -> bool:
    try:
        tree = ast.parse(file.read_bytes())
    except (OSError, SyntaxError, ValueError):  # pytest reports it
        return False
    imported = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    imported += [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return any(name == _CHECKS or name.startswith(f"{_CHECKS}.") for name in imported)
