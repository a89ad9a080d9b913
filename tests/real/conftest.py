"""The real SDK: releases from the package index, and altered copies of one."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from conformance.targets.environment import resolve
from conformance.targets.target import Target, load_target

RELEASES = ("2.0.5", "2.0.7", "2.0.16", "2.1.2")
Check = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture(scope="session")
def target() -> Target:
    return load_target()


def package_of(release: str, target: Target) -> Path:
    """The folder of the SDK's package in the release's environment."""
    environment = resolve(release, target, progress=lambda _: None)
    found = subprocess.run(
        [str(environment.python), "-c", f"import importlib.util as u; print(u.find_spec({target.package!r}).origin)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return Path(found.stdout.strip()).parent


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Run `conformance check`; its exit status and its result document."""

    def run(*arguments: str) -> tuple[int, dict[str, Any]]:
        report = tmp_path / "result.json"
        command = [sys.executable, "-m", "conformance.cli", "check", *arguments, "--report", str(report)]
        ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
        assert report.exists(), ran.stderr
        document: dict[str, Any] = json.loads(report.read_text())
        return ran.returncode, document

    return run
