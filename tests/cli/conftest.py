"""The command line against the faux SDK, as an installed one: nothing is fetched."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

FAUX = Path(__file__).parent.parent / "faux"
Conformance = Callable[..., subprocess.CompletedProcess[str]]


def command(*arguments: str) -> list[str]:
    """The console script's arguments, run by this interpreter."""
    return [sys.executable, "-m", "conformance.cli", *arguments]


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
        return subprocess.run(
            command(*aimed),
            env=environment(tmp_path / "cache", sdk),
            cwd=work,
            capture_output=True,
            text=True,
            check=False,
        )

    return run
