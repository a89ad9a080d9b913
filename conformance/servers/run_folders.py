"""The folders of running servers, one for each, and the removal of what interrupted runs left.

A run's folder has two locks, which the operating system releases when their process ends: `run.lock` of the process
that started the server, and `server.lock` of the server. A folder without a held lock is left over.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Final

from conformance.targets.cache import cache_errors, cache_root, file_lock, is_locked

RUN_LOCK: Final = "run.lock"
SERVER_LOCK: Final = "server.lock"
SERVER_FILE: Final = "server.json"  # written by the server: its process id and port
ATTEMPTS: Final = 50
PAUSE_SECONDS: Final = 0.1


@contextmanager
def run_folder(progress: Callable[[str], None]) -> Iterator[Path]:
    """A folder for one server, which is removed at the end of the block. Until then, no sweep touches it.

    Raises EnvironmentFailed: the cache cannot be written.
    """
    home = _home()
    with ExitStack() as lock:
        with cache_errors(home):
            home.mkdir(parents=True, exist_ok=True)
            with file_lock(home / ".lock", progress):  # so that no sweep runs before the folder has its lock
                folder = Path(tempfile.mkdtemp(prefix="run-", dir=home))
                lock.enter_context(file_lock(folder / RUN_LOCK, progress))
        try:
            yield folder
        finally:
            lock.close()
            _remove(folder)


def sweep(progress: Callable[[str], None]) -> int:
    """Remove the servers and folders that interrupted runs left, and nothing else. Returns how many there were.

    Raises EnvironmentFailed: the cache cannot be read or written.
    """
    home = _home()
    if not home.is_dir():
        return 0
    swept = 0
    with cache_errors(home), file_lock(home / ".lock", progress):
        for folder in sorted(home.glob("run-*")):
            if not _is_held(folder / RUN_LOCK):
                _end_server(folder)
                _remove(folder)
                swept += 1
    return swept


def _home() -> Path:
    return cache_root() / "servers" / "runs"


def _is_held(lock: Path) -> bool:
    return lock.exists() and is_locked(lock)


def _end_server(folder: Path) -> None:
    """End the server of a folder if it still runs. While its lock is held, the process id is the server's."""
    for _ in range(ATTEMPTS):  # the launcher notices the end of its parent by itself
        if not _is_held(folder / SERVER_LOCK):
            return
        time.sleep(PAUSE_SECONDS)
    with suppress(OSError, ValueError, KeyError):
        pid = json.loads((folder / SERVER_FILE).read_text(encoding="utf-8"))["pid"]
        if sys.platform == "win32":
            os.kill(pid, signal.SIGTERM)
        else:
            os.killpg(pid, signal.SIGKILL)


def _remove(folder: Path) -> None:
    for _ in range(ATTEMPTS):  # a server that is ending may still write
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        time.sleep(PAUSE_SECONDS)
