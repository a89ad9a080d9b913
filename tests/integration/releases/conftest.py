"""The real SDK: releases from the package index, and altered copies of one."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from conformance.pipeline.upgrade import upgrade as compared
from conformance.report.upgrade_report import UpgradeReport
from conformance.settings import UpgradeSettings
from conformance.targets.environment import resolve
from conformance.targets.target import Target, load_target
from tests.vocabulary import SilentConsole

RELEASES = ("2.0.5", "2.0.7", "2.0.16", "2.1.2")
Check = Callable[..., tuple[int, dict[str, Any]]]
Command = Callable[..., tuple[int, dict[str, Any]]]
Compare = Callable[[str, str], UpgradeReport]


@pytest.fixture(scope="session")
def target() -> Target:
    return load_target()


def readme_shows(command: str, line: str) -> bool:
    """Whether the README shows a command and the line that ends its output."""
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    shown = re.search(rf"bin/conformance {re.escape(command)} --report \S+$", readme, re.MULTILINE)
    return shown is not None and f"\n\n    {line}\n" in readme


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


def copied(release: str, target: Target, folder: Path) -> Path:
    """A copy of what the release's wheel holds, in a folder of its own."""
    package = package_of(release, target)
    for part in (package, *package.parent.glob(f"{target.package}-*.dist-info")):
        shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


@pytest.fixture(scope="session")
def compare(tmp_path_factory: pytest.TempPathFactory) -> Compare:
    """Compare two SDKs, every pair once in a session, with the recordings of this clone."""
    folder = tmp_path_factory.mktemp("work")

    @cache
    def run(old: str, new: str) -> UpgradeReport:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            return compared(UpgradeSettings(old=old, new=new), SilentConsole())

    return run


@pytest.fixture
def upgrade(tmp_path: Path) -> Command:
    """Run `conformance upgrade`; its exit status and its result document."""
    return lambda *arguments: _ran("upgrade", tmp_path, *arguments)


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """Run `conformance check`; its exit status and its result document."""
    return lambda *arguments: _ran("check", tmp_path, *arguments)


def _ran(command: str, folder: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    report = folder / "result.json"
    line = [sys.executable, "-m", "conformance.cli", command, *arguments, "--report", str(report)]
    ran = subprocess.run(line, capture_output=True, text=True, check=False, cwd=folder)
    assert report.exists(), ran.stderr
    document: dict[str, Any] = json.loads(report.read_text())
    return ran.returncode, document
