"""The command line against the faux SDK, as an installed one: nothing is fetched."""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from conformance.cli import main

FAUX = Path(__file__).parent.parent / "faux"
Conformance = Callable[..., subprocess.CompletedProcess[str]]


def command(*arguments: str) -> list[str]:
    """The console script's arguments, run by this interpreter."""
    return [sys.executable, "-m", "conformance.cli", *arguments]


def run_here(*arguments: str, variables: Mapping[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run one command in this process: a process of its own would import again what is imported here.

    `variables` are its environment; the workers that it starts are processes in any case.
    """
    printed, errors = (io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for _ in range(2))
    with _surroundings(variables, folder), redirect_stdout(printed), redirect_stderr(errors):
        try:
            status: int | str | None = main(arguments)
        except SystemExit as ended:  # of argparse
            status = ended.code
    assert isinstance(status, int)
    texts = [stream.buffer.getvalue().decode() for stream in (printed, errors)]
    return subprocess.CompletedProcess(["conformance", *arguments], status, *texts)


@contextmanager
def _surroundings(variables: Mapping[str, str], folder: Path) -> Iterator[None]:
    """The environment of one command: its variables, folder, search path, and signal handlers, which it replaces."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    with pytest.MonkeyPatch.context() as patched:
        for name in os.environ.keys() - variables.keys():
            patched.delenv(name)
        for name, value in variables.items():
            patched.setenv(name, value)
        patched.chdir(folder)
        patched.setattr(tempfile, "tempdir", None)  # read from the variables again
        patched.delitem(sys.modules, "acme_sdk", raising=False)  # it is found on the search path again
        for entry in variables.get("PYTHONPATH", "").split(os.pathsep):
            patched.syspath_prepend(entry)
        try:
            yield
        finally:
            for number, handler in handlers.items():
                signal.signal(number, handler)


def environment(cache: Path, sdk: Path = FAUX) -> Mapping[str, str]:
    """An environment in which `installed` is the faux SDK or an altered copy of it."""
    return {**os.environ, "PYTHONPATH": str(sdk), "CONFORMANCE_CACHE": str(cache)}


@pytest.fixture
def acme(tmp_path: Path) -> Path:
    """A copy of the faux SDK that a test may break."""
    copy = tmp_path / "sdk"
    shutil.copytree(FAUX, copy, ignore=shutil.ignore_patterns("__pycache__", "target"))
    return copy


@pytest.fixture
def conformance(tmp_path: Path) -> Conformance:
    """Run one command in an empty folder; it gets the faux SDK's target where it takes one."""

    def run(*arguments: str, sdk: Path = FAUX) -> subprocess.CompletedProcess[str]:
        work = tmp_path / "work"
        work.mkdir(exist_ok=True)
        aimed = [*arguments, "--target", str(FAUX / "target")] if arguments[0] != "explain" else [*arguments]
        return run_here(*aimed, variables=environment(tmp_path / "cache", sdk), folder=work)

    return run
