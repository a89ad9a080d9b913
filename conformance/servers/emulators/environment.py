"""The environment of the stand-ins: emulators from the package index, made once with uv and kept in the cache."""

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
    "flask==3.1.3",  # what moto's server is made with; its own extra brings three times as much
    "flask-cors==6.0.5",
    "fakeredis==2.40.0",
    "gcp-storage-emulator==2026.7.19",
)
_READY: Final = "ready"


def standins_python(tell: Callable[[str], None]) -> Path:
    """The interpreter that the stand-ins run in; its environment is installed first if need be.

    Raises EnvironmentFailed: uv is missing, or the index cannot be reached.
    """
    about = [*REQUIREMENTS, sys.version, sysconfig.get_platform()]
    folder = cache_root() / "standins" / cache_key(*about)

    def make(staging: Path) -> None:
        tell("installing stand-ins of cloud storages (once; they are kept in the cache)")
        _ask(["venv", "--quiet", "--no-project", "--relocatable", "--python", sys.executable, str(staging / "venv")])
        arguments = ["pip", "install", "--quiet", "--compile-bytecode", "--python", str(_python_in(staging))]
        _ask([*arguments, *REQUIREMENTS])
        (staging / _READY).touch()

    return _python_in(get_or_make(folder, ready=_is_ready, make=make, progress=tell))


def _is_ready(folder: Path) -> bool:
    return (folder / _READY).exists() and _python_in(folder).exists()


def _python_in(folder: Path) -> Path:
    return folder / "venv" / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def _ask(arguments: list[str]) -> None:
    refusal = run_uv(arguments, "moto").refusal
    if refusal is not None:
        raise EnvironmentFailed(
            "the stand-ins of cloud storages cannot be installed.\n"
            "  Next: check the network and the index that uv is set to use, or leave out the operations of storages.\n"
            f"  uv said:\n{refusal.last_lines}"
        )
