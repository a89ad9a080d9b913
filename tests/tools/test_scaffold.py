"""The generated files pass style, types and the tests of the lists before they are filled in."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tools.new_check import ROOT, add_check
from tools.new_rule import add_rule

KEPT = (
    "conformance",
    "tests",
    "tools",
    "benchmarks",
    "changes",
    "pyproject.toml",
    "conftest.py",
    "README.md",
    "LICENSE",
)


def run(project: Path, *command: str) -> None:
    """Run a module of this interpreter in the project; its output is the message where it fails."""
    environment = {**os.environ, "PYTHONPATH": str(project)}
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=project, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of this project with a new check and a new rule."""
    copy = tmp_path_factory.mktemp("project")
    for name in KEPT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    add_check("header_repeated", "request", copy)
    add_rule("files.logo_changed", "surface", copy)
    return copy


@pytest.mark.slow
@pytest.mark.parametrize(
    "command",
    [("ruff", "check"), ("ruff", "format", "--check"), ("mypy", "conformance/checks", "conformance/upgrade/rules")],
    ids=" ".join,
)
def test_written_files_pass_style_and_types(project: Path, command: tuple[str, ...]) -> None:
    run(project, *command)


@pytest.mark.slow
def test_written_files_pass_the_tests_of_the_lists(project: Path) -> None:
    selected = "on_disk or header_repeated or logo_changed"
    tests = ("tests/checks/test_checks.py", "tests/upgrade/rules")
    waiting = [  # for the fact that is still to be written
        "tests/checks/test_checks.py::test_a_check_finds_its_violation[header_repeated]",
        "tests/upgrade/rules/test_rules.py::test_a_rule_reports_exactly_the_expected_facts[logo_changed]",
    ]
    deselected = [f"--deselect={test}" for test in waiting]
    run(project, "pytest", "-q", "-n", "0", *tests, "-k", selected, *deselected)
