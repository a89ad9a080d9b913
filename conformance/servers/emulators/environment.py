"""The environment of the emulators: packages from the package index, installed once with uv and kept in the cache."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Final

from conformance.errors import EnvironmentFailed
from conformance.targets.cache import cache_key, cache_root, get_or_make
from conformance.targets.installer import run_uv

REQUIREMENTS: Final = (
    "moto[s3]==5.2.5",
    "flask==3.1.3",  # for moto's server; the extra `moto[server]` installs three times as much
    "flask-cors==6.0.5",
    "fakeredis==2.40.0",
    "gcp-storage-emulator==2026.7.19",
)
_READY_FILE: Final = "ready"


def emulators_python(progress: Callable[[str], None]) -> Path:
    """The interpreter of the emulators. Installs its environment first where the cache does not have it.

    Raises EnvironmentFailed: uv is missing, or the index cannot be reached.
    """
    key = [*REQUIREMENTS, sys.version, sysconfig.get_platform()]
    folder = cache_root() / "emulators" / cache_key(*key)

    def make(staging: Path) -> None:
        progress("installing emulators of cloud storages (once; they stay in the cache)")
        _run_uv(["venv", "--quiet", "--no-project", "--relocatable", "--python", sys.executable, str(staging / "venv")])
        arguments = ["pip", "install", "--quiet", "--compile-bytecode", "--python", str(_python_in(staging))]
        _run_uv([*arguments, *REQUIREMENTS])
        (staging / _READY_FILE).touch()

    return _python_in(get_or_make(folder, ready=_is_ready, make=make, progress=progress))


def _is_ready(folder: Path) -> bool:
    return (folder / _READY_FILE).exists() and _python_in(folder).exists()


def _python_in(folder: Path) -> Path:
    return folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _run_uv(arguments: list[str]) -> None:
    failure = run_uv(arguments, "moto").failure
    if failure is not None:
        raise EnvironmentFailed(
            "the emulators of cloud storages cannot be installed.\n"
            "  Next: check the network and the package index of uv, or leave out the operations of storages.\n"
            f"  uv reported:\n{failure.last_lines}"
        )
