"""`--github` and `--changelog`, as a job uses them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import FAUX, Conformance, environment, run_here


def _check(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    line = ("check", "--operation", "tasks.get", "--target", str(FAUX / "target"), *arguments)
    return run_here(*line, variables={**environment(folder / "cache"), **variables}, folder=folder)


def test_a_job_gets_its_report_on_the_page_and_no_command_from_the_summary(tmp_path: Path) -> None:
    page = tmp_path / "summary.md"
    page.write_text("before\n", encoding="utf-8")
    ran = _check(tmp_path, "--github", GITHUB_STEP_SUMMARY=str(page))
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("::stop-commands::")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n## ✅ acme-sdk 1.0.0 keeps its contract")


def test_without_a_page_the_user_is_warned_and_without_the_option_nothing_is_written(tmp_path: Path) -> None:
    assert "GITHUB_STEP_SUMMARY is not set" in _check(tmp_path, "--github", GITHUB_STEP_SUMMARY="").stderr
    ran = _check(tmp_path, GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(tmp_path / "summary.md"))
    assert "::" not in ran.stdout + ran.stderr
    assert not (tmp_path / "summary.md").exists()


@pytest.mark.parametrize("name", ["notes.txt", "missing/notes.md"])
def test_release_notes_that_cannot_be_written_are_wrong_usage(conformance: Conformance, name: str) -> None:
    ran = conformance("upgrade", "1.0", "2.0", "--changelog", name)
    assert ran.returncode == 2
    assert f"--changelog {name}" in ran.stderr
