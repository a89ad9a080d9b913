"""Starts the process of the emulators, and ends it however the run ends."""

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
from conformance.servers.emulators.addresses import EmulatorAddresses, addresses_of
from conformance.servers.emulators.environment import emulators_python
from conformance.servers.emulators.services.listeners import FAILED
from conformance.targets.environment import link_engine

_MODULE: Final = "conformance.servers.emulators.services"
_START_SECONDS: Final = 30.0
_STOP_SECONDS: Final = 5.0
# The user's settings for clouds, Python and proxies do not reach the emulators
_INHERITED: Final = frozenset({"PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP", "LANG"})
_LAST_LINES: Final = 8


@contextmanager
def emulators(progress: Callable[[str], None] = lambda _: None) -> Iterator[EmulatorAddresses]:
    """Run all emulators for the duration of the block. They also end when this process ends, in whichever way.

    They listen from the start, and load on their first connection. `progress` gets a line for an installation and for
    each emulator that failed. Raises EnvironmentFailed: they cannot be installed or started.
    """
    python = emulators_python(progress)
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as errors:
        process = _start(python, errors)
        root = ""
        try:
            addresses = _wait_for_addresses(process, errors)
            root = addresses["local_root"]
            yield addresses
        finally:
            _end(process)
            _report_failures(errors, progress)
            if root:
                shutil.rmtree(root, ignore_errors=True)  # needed where the process was killed


def _start(python: Path, errors: IO[str]) -> subprocess.Popen[str]:
    own = {"PYTHONPATH": str(link_engine()), "PYTHONNOUSERSITE": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    inherited = {name: value for name, value in os.environ.items() if name.upper() in _INHERITED}
    return subprocess.Popen(  # noqa: S603  # our own module, in the environment made for it
        [str(python), "-m", _MODULE],
        stdin=subprocess.PIPE,  # never written to: its end shows that this process has ended
        stdout=subprocess.PIPE,
        stderr=errors,
        encoding="utf-8",
        env=inherited | own,
    )


def _wait_for_addresses(process: subprocess.Popen[str], errors: IO[str]) -> EmulatorAddresses:
    """The addresses that the process prints once it listens."""
    assert process.stdout is not None  # noqa: S101  # `_start` opens a pipe
    limit = threading.Timer(_START_SECONDS, process.kill)
    limit.daemon = True
    limit.start()
    try:
        line = process.stdout.readline()
    finally:
        limit.cancel()
    if not line:
        process.wait()
        errors.seek(0)
        last_lines = "\n".join(f"    {line}" for line in errors.read().splitlines()[-_LAST_LINES:])
        raise EnvironmentFailed(
            f"the emulators of cloud storages did not start within {_START_SECONDS:.0f} s.\n"
            f"  Last lines of their output:\n{last_lines}"
        )
    started = json.loads(line)
    return addresses_of(started["ports"], started["root"])


def _report_failures(errors: IO[str], progress: Callable[[str], None]) -> None:
    errors.seek(0)
    for line in errors:
        if line.startswith(FAILED):
            progress(line.strip())


def _end(process: subprocess.Popen[str]) -> None:
    """Close its standard input, which ends the process; kill it where that does not help."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
