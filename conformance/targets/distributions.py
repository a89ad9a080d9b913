"""The distributions that are installed in an environment, and those that some imported packages come from."""

from __future__ import annotations

import csv
import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import PathDistribution
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PLUGINS: Final = frozenset({"pydantic"})  # groups of entry points that are loaded without an import
_ENVIRONMENTS_KEPT: Final = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """One distribution: the folder of its metadata, its name, the top-level names of its modules, and what it requires.

    `is_loaded` is True where it runs code without an import: a plugin, or a `.pth` file.
    """

    folder: str
    name: str
    modules: frozenset[str]
    requires: frozenset[str]
    is_loaded: bool


def installed_distributions(home: Path) -> tuple[Installed, ...]:
    """All distributions of an environment as it is now, by the folders of their metadata."""
    found = {
        folder.name: folder
        for packages in ("lib/python*/site-packages", "Lib/site-packages")  # the latter on Windows
        for folder in home.glob(f"{packages}/*.dist-info")
    }
    return _read_all(tuple(found[name] for name in sorted(found)))


@lru_cache(_ENVIRONMENTS_KEPT)
def _read_all(folders: tuple[Path, ...]) -> tuple[Installed, ...]:
    """Read the metadata in some folders. A folder has the version in its name: another version is another folder."""
    return tuple(map(_installed, folders))


def needed_distributions(installed: Collection[Installed], packages: Collection[str]) -> tuple[Installed, ...]:
    """The distributions that provide one of the packages, and all that they require, whatever the conditions."""
    by_name = {found.name: found for found in installed}
    todo = [found for found in installed if found.is_loaded or not found.modules.isdisjoint(packages)]
    needed: dict[str, Installed] = {}
    while todo:
        found = todo.pop()
        if found.folder not in needed:
            needed[found.folder] = found
            todo.extend(by_name[name] for name in found.requires if name in by_name)
    return tuple(needed[folder] for folder in sorted(needed))


def _installed(folder: Path) -> Installed:
    distribution = PathDistribution(folder)
    record = distribution.read_text("RECORD")  # its files are not looked at: they are thousands
    rows = csv.reader((record or "").splitlines())
    files = [row[0].partition("/")[0] for row in rows if row] or [file.parts[0] for file in distribution.files or ()]
    requires = (_NAME.match(requirement.strip()) for requirement in distribution.requires or ())
    return Installed(
        folder=folder.name,
        name=_canonical(folder.name.removesuffix(".dist-info").rpartition("-")[0]),
        modules=frozenset(name.partition(".")[0] for name in files if not name.endswith(".dist-info")),
        requires=frozenset(_canonical(match[0]) for match in requires if match is not None),
        is_loaded=any(name.endswith(".pth") for name in files)
        or any(point.group in _PLUGINS for point in distribution.entry_points),
    )


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
