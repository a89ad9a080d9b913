"""The nightly workflow calls existing commands, and reports each new finding once."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.cli import build_parser

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / ".github" / "workflows" / "nightly.yml"
PAGE = ROOT / "docs" / "nightly.md"
VALUES = {"SDK": "2.1.2", "SERVER": "1.23.2", "SEED": "20261123"}


def workflow() -> dict[str, Any]:
    # YAML 1.1 reads the key `on` as a truth value.
    read: dict[str, Any] = yaml.safe_load(WORKFLOW.read_text(encoding="utf-8"))
    return read


def scripts() -> Iterator[tuple[str, str]]:
    """The name and the script of each step that runs one."""
    for job in workflow()["jobs"].values():
        for step in job["steps"]:
            if "run" in step:
                yield step["name"], step["run"]


def commands(text: str) -> Iterator[list[str]]:
    """Every call of our command line in a script or a page, as its arguments."""
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        found = re.search(r"^(?:\s{4,}|\s*timeout .*? )?(conformance .*)$", line)
        if found is not None:
            yield shlex.split(re.sub(r"\$(\w+)", lambda name: VALUES[name.group(1)], found.group(1)))[1:]


def step(name: str) -> str:
    return next(script for title, script in scripts() if title == name)


def test_each_command_of_the_workflow_and_of_its_page_is_one_of_ours() -> None:
    given = [
        *commands(PAGE.read_text(encoding="utf-8")),
        *(command for _, text in scripts() for command in commands(text)),
    ]
    assert sorted(arguments[0] for arguments in given) == ["history", *["live"] * 4]
    for arguments in given:
        build_parser().parse_args(arguments)


def test_every_cell_names_an_sdk_and_a_server() -> None:
    cells = workflow()["jobs"]["live"]["strategy"]["matrix"]["include"]
    assert all(set(cell) == {"sdk", "server"} for cell in cells)
    assert {"sdk": "2.1.2", "server": "1.23.2"} in cells
    assert {"sdk": "2.0.7", "server": "1.21.0"} in cells


def test_every_job_and_every_run_is_bounded_in_time() -> None:
    assert all(job["timeout-minutes"] for job in workflow()["jobs"].values())
    assert "timeout --signal=INT" in step("Live")


def test_reports_are_kept_if_the_run_fails() -> None:
    steps = workflow()["jobs"]["live"]["steps"]
    after = steps[next(at for at, step in enumerate(steps) if step.get("name") == "Live") + 1 :]
    assert after
    assert all(step.get("if") == "always()" for step in after)


def test_no_value_of_a_user_is_pasted_into_a_script() -> None:
    assert not [name for name, script in scripts() if "${{" in script]


def bash(script: str, folder: Path, **environment: str) -> str:
    """Run a script in a folder as a runner does, and return its output."""
    path = f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}"
    summary = {"GITHUB_STEP_SUMMARY": str(folder / "summary"), "GITHUB_ENV": str(folder / "environment")}
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": path, **summary, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_seed_is_the_date_or_the_one_that_is_given(tmp_path: Path) -> None:
    assert re.search(r"::notice title=Seed::\d{8} \(SDK 2", bash(step("Choose the seed"), tmp_path, **VALUES))
    bash(step("Choose the seed"), tmp_path, GIVEN="7", **VALUES)
    assert re.fullmatch(r"SEED=20\d{6}\nSEED=7\n", (tmp_path / "environment").read_text(encoding="utf-8"))


def test_the_summary_names_a_run_without_a_report(tmp_path: Path) -> None:
    bash(step("Summary"), tmp_path, **VALUES)
    assert "No report" in (tmp_path / "summary").read_text(encoding="utf-8")


class Issues:
    """A repository's issues, behind a `gh` that keeps them in files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.open = folder / "open"
        self.open.mkdir()
        program = folder / "bin" / "gh"
        program.parent.mkdir()
        program.write_text(
            "#!/bin/bash -e\n"
            f"cd {shlex.quote(str(folder))}\n"
            'if [ "$1 $2" = "issue list" ]; then cat open/* 2> /dev/null || true; fi\n'
            'if [ "$1 $2" = "issue create" ]; then cp body "open/$(ls open | wc -l)"; fi\n',
            encoding="utf-8",
        )
        program.chmod(0o755)

    def report(self, **findings: list[tuple[str, str | None]]) -> int:
        """Run the job on the reports of a night, by cell as ids and reasons. Return the number of open issues."""
        shutil.rmtree(self.folder / "reports", ignore_errors=True)
        for cell, found in findings.items():
            file = self.folder / "reports" / cell / "report.json"
            file.parent.mkdir(parents=True)
            listed = [{"id": identity, "known": reason} for identity, reason in found]
            file.write_text(json.dumps({"findings": listed}), encoding="utf-8")
        bash(step("Open an issue for findings that no open issue lists"), self.folder, LABEL="nightly", RUN_URL="URL")
        return len(self.bodies)

    @property
    def bodies(self) -> list[str]:
        return [file.read_text(encoding="utf-8") for file in sorted(self.open.iterdir())]


@pytest.fixture
def issues(tmp_path: Path) -> Issues:
    if shutil.which("jq") is None:
        pytest.skip("needs jq, as GitHub's runners have it")
    return Issues(tmp_path)


def test_a_new_finding_opens_one_issue_however_many_nights_it_is_there(issues: Issues) -> None:
    assert issues.report(one=[("lost: projects.get.id", None)]) == 1
    assert "- [ ] `lost: projects.get.id` (one)" in issues.bodies[0]
    assert issues.report(one=[("lost: projects.get.id", None)]) == 1


def test_only_what_is_new_is_in_the_next_issue(issues: Issues) -> None:
    issues.report(one=[("a: x", None)])
    assert issues.report(one=[("a: x", None), ("b: x", None)], two=[("a: x", None)]) == 2
    assert "`b: x` (one)" in issues.bodies[1]
    assert "`a: x` (two)" in issues.bodies[1]
    assert "`a: x` (one)" not in issues.bodies[1]


def test_a_known_finding_opens_no_issue(issues: Issues) -> None:
    assert issues.report(one=[("a: x", "a reason")]) == 0


def test_a_night_without_reports_opens_no_issue(issues: Issues) -> None:
    assert issues.report() == 0


def test_a_closed_issue_counts_as_reported(issues: Issues) -> None:
    issues.report(one=[("a: x", None)])
    (issues.open / "0").write_text("- [x] `a: x` (one)\r\n", encoding="utf-8")
    assert issues.report(one=[("a: x", None)]) == 1
