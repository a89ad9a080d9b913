"""Starts the process of the stand-ins and ends it, whatever ends the run."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from conformance.errors import EnvironmentFailed
from conformance.servers.emulators.addresses import EmulatorAddresses, standins_at
from conformance.servers.emulators.environment import standins_python
from conformance.servers.emulators.services.listeners import FAILED
from conformance.targets.environment import link_engine

_MODULE: Final = "conformance.servers.emulators.services"
_OPENING_SECONDS: Final = 30.0
_ENDING_SECONDS: Final = 5.0
# Nothing of the user's settings for clouds, Python or proxies is meant for the emulators.
_INHERITED: Final = frozenset({"PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG"})
_LAST_LINES: Final = 8


@contextmanager
def emulators(tell: Callable[[str], None] = lambda _: None) -> Iterator[EmulatorAddresses]:
    """Stand-ins that run for as long as the block does; `tell` hears when something has to be installed.

    They listen from the start; what answers is loaded when it is first asked.
    They end with this process too, however that ends; `tell` hears of one that failed.
    Raises EnvironmentFailed: they cannot be installed or started.
    """
    python = standins_python(tell)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        process = _start(python, errors)
        root = ""
        try:
            found = _announced(process, errors)
            root = found.local_root
            yield found
        finally:
            _end(process)
            _tell_failures(errors, tell)
            if root:
                shutil.rmtree(root, ignore_errors=True)  # the process has done it, unless it was killed


def _start(python: Path, errors: IO[str]) -> subprocess.Popen[str]:
    ours = {"PYTHONPATH": str(link_engine()), "PYTHONNOUSERSITE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    inherited = {name: value for name, value in os.environ.items() if name.upper() in _INHERITED}
    return subprocess.Popen(  # noqa: S603  # our own module, in the environment made for it
        [str(python), "-m", _MODULE],
        stdin=subprocess.PIPE,  # never written to: its end tells that this process is gone
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        env=inherited | ours,
    )


def _announced(process: subprocess.Popen[str], errors: IO[str]) -> EmulatorAddresses:
    """Wait for the process to tell where it listens."""
    assert process.stdout is not None  # noqa: S101  # it is a pipe
    limit = threading.Timer(_OPENING_SECONDS, process.kill)
    limit.daemon = True
    limit.start()
    try:
        line = process.stdout.readline()
    finally:
        limit.cancel()
    if not line:
        process.wait()
        errors.seek(0)
        said = "\n".join(f"    {said}" for said in errors.read().splitlines()[-_LAST_LINES:])
        raise EnvironmentFailed(
            f"the stand-ins of cloud storages did not start within {_OPENING_SECONDS:.0f} s.\n  They said:\n{said}"
        )
    told = json.loads(line)
    return standins_at(told["ports"], told["root"])


def _tell_failures(errors: IO[str], tell: Callable[[str], None]) -> None:
    errors.seek(0)
    for line in errors:
        if line.startswith(FAILED):
            tell(line.strip())


def _end(process: subprocess.Popen[str]) -> None:
    """Close its standard input, at which it ends; kill one that does not."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    try:
        process.wait(_ENDING_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
