"""The cache folder: its folders are made once, by one process at a time, and are complete as soon as they exist."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from conformance.errors import EnvironmentFailed

NAME = "label-studio-conformance"
_UNFINISHED = ".making-"
_POLL_SECONDS = 0.1


def cache_root() -> Path:
    """The cache folder: $CONFORMANCE_CACHE, or a folder in the platform's cache folder."""
    variable = os.environ.get("CONFORMANCE_CACHE")
    root = Path(variable).expanduser() if variable else _platform_caches() / NAME
    return root.absolute()  # workers run in other folders


def _platform_caches() -> Path:
    xdg = os.environ.get("XDG_CACHE_HOME", "")
    if Path(xdg).is_absolute():  # the XDG specification says to ignore relative ones
        return Path(xdg)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Caches"
    return Path.home() / ".cache"


def cache_key(*parts: object) -> str:
    """A short hash of the parts: the same parts give the same key in every process."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def get_or_make(
    folder: Path, *, ready: Callable[[Path], bool], make: Callable[[Path], None], progress: Callable[[str], None]
) -> Path:
    """Return the folder; if it is not ready, make it first. No process ever finds it incomplete.

    Raises EnvironmentFailed: the cache cannot be written. Exceptions of `make` propagate.
    """
    if ready(folder):
        return folder
    with cache_errors(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with file_lock(folder.parent / ".lock", progress):
            if not ready(folder):  # another process may have made it in the meantime
                _remove_unfinished(folder.parent)
                _make_in_place(folder, make)
    return folder


def _make_in_place(folder: Path, make: Callable[[Path], None]) -> None:
    # A new name each time: an installer whose parent was killed may still be writing into the old one.
    staging = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        make(staging)
        if folder.exists():
            shutil.rmtree(folder)  # it exists but is not ready: damaged, or its Python was uninstalled
        staging.replace(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove_unfinished(parent: Path) -> None:
    # Only the holder of the lock makes folders, so every unfinished folder is from a killed process.
    for left in parent.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def cache_errors(folder: Path) -> Iterator[None]:
    """Report errors of files as errors of the cache, whose folder can be set. Raises EnvironmentFailed."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFailed(
            f"the cache folder {folder} cannot be written: {error}.\n"
            "  Next: make that folder writable, or set CONFORMANCE_CACHE to another folder."
        ) from error


@contextmanager
def file_lock(file: Path, progress: Callable[[str], None]) -> Iterator[None]:
    """Hold a lock that only one process can have. It is released when the process ends."""
    with file.open("a+b") as handle:  # closing the file releases the lock, and so does the end of the process
        if not _take(handle):
            progress("waiting for another run that is using the cache")
            while not _take(handle):
                time.sleep(_POLL_SECONDS)
        yield


def is_locked(file: Path) -> bool:
    """Whether a running process holds the lock. Takes the lock for a moment if none does."""
    with file.open("a+b") as handle:
        return not _take(handle)


if sys.platform == "win32":
    import msvcrt

    def _take(handle: BinaryIO) -> bool:
        handle.seek(0)
        try:
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _take(handle: BinaryIO) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
