"""`conformance cache`: what the cache folder holds, and its removal."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from conformance.targets.cache import cache_errors, cache_root, file_lock

# No run makes these again: what runs created on servers, and what runs hold at this moment.
KEPT: Final = frozenset({"ledgers", "locks"})
UNITS: Final = ("B", "KB", "MB", "GB")


def cache_lines() -> Iterator[str]:
    """The cache folder, the size of each of its areas, and of all of them."""
    yield f"{cache_root()}"
    sizes = {area.name: _size(area) for area in _areas()}
    for name, size in {**sizes, "in all": sum(sizes.values())}.items():
        yield f"  {name:<14}{_rendered(size):>10}"


def clear_cache() -> str:
    """Remove what a later run makes again; what was removed, as text. Raises EnvironmentFailed.

    Ledgers stay, because only they know what runs have left on servers, and so do the folders of running servers.
    """
    freed = 0
    with cache_errors(cache_root()):
        for area in _areas():
            if area.name not in KEPT:
                folder = area / "templates" if area.name == "servers" else area
                freed += _size(folder)
                _remove(folder)
    return f"removed {_rendered(freed)}; the next run makes again what it needs"


def _areas() -> list[Path]:
    root = cache_root()
    return sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else []


def _remove(folder: Path) -> None:
    if folder.is_symlink():  # the user keeps this area elsewhere: its folder stays, as the link does
        folder = folder.resolve()
    if not folder.is_dir():
        return
    with file_lock(folder / ".lock", lambda _: None):  # another run is making a folder in it
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path.name != ".lock":
                path.unlink(missing_ok=True)


def _size(folder: Path) -> int:
    """The bytes of all files in a folder, links not followed."""
    found = 0
    for place, _, names in os.walk(folder):
        for name in names:
            path = Path(place) / name
            found += path.lstat().st_size if path.is_symlink() or path.exists() else 0
    return found


def _rendered(size: float) -> str:
    unit = 0
    while size >= 1000 and unit < len(UNITS) - 1:
        size, unit = size / 1000, unit + 1
    return f"{size:.0f} {UNITS[unit]}" if unit == 0 or size >= 100 else f"{size:.1f} {UNITS[unit]}"
