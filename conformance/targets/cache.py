"""The cache folder: folders that are made once, by one process at a time, and are whole whenever they can be seen."""

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
    """Where environments are kept: $CONFORMANCE_CACHE, or the platform's folder for caches."""
    named = os.environ.get("CONFORMANCE_CACHE")
    root = Path(named).expanduser() if named else _platform_caches() / NAME
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
    """A short name for what the parts say: the same parts give the same key, in every process."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]


def get_or_make(
    folder: Path, *, ready: Callable[[Path], bool], make: Callable[[Path], None], progress: Callable[[str], None]
) -> Path:
    """Return the folder; make it first if it is not ready. Nobody ever sees it half made.

    Raises EnvironmentFailed: the cache cannot be written. What `make` raises passes through.
    """
    if ready(folder):
        return folder
    with cache_errors(folder.parent):
        folder.parent.mkdir(parents=True, exist_ok=True)
        with file_lock(folder.parent / ".lock", progress):
            if not ready(folder):  # another process may have made it while this one waited
                _remove_unfinished(folder.parent)
                _make_in_place(folder, make)
    return folder


def _make_in_place(folder: Path, make: Callable[[Path], None]) -> None:
    # A fresh name each time: an installer that outlived its killed parent may still be writing into the old one.
    staging = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder.parent))
    try:
        make(staging)
        if folder.exists():
            shutil.rmtree(folder)  # it is there and not ready: damaged, or its Python is gone
        staging.replace(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _remove_unfinished(parent: Path) -> None:
    # Only the holder of the lock makes folders, so whatever is unfinished now was left by a killed process.
    for left in parent.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)


@contextmanager
def cache_errors(folder: Path) -> Iterator[None]:
    """Tell errors of files as errors of the cache, whose folder can be set. Raises EnvironmentFailed."""
    try:
        yield
    except OSError as error:
        raise EnvironmentFailed(
            f"the cache folder {folder} cannot be written: {error}.\n"
            "  Next: free or permit that folder, or set CONFORMANCE_CACHE to another one."
        ) from error


@contextmanager
def file_lock(file: Path, progress: Callable[[str], None]) -> Iterator[None]:
    """Hold a lock that one process has at a time; the death of a process gives it back."""
    with file.open("a+b") as handle:  # closing releases the lock, and so does the death of the process
        if not _take(handle):
            progress("waiting for another run that is using the cache")
            while not _take(handle):
                time.sleep(_POLL_SECONDS)
        yield


def is_locked(file: Path) -> bool:
    """Whether a living process holds the lock. Takes it for a moment where none does."""
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
