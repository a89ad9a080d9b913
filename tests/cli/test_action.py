"""The composite GitHub Action: its inputs, its script as a runner runs it, and what it leaves behind."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.report import FORMATS
from tests.cli.conftest import FAUX, environment

ROOT = Path(__file__).parents[2]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step.get("name", step.get("uses")): step for step in ACTION["runs"]["steps"]}


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """The temporary folder of a runner, with the command line where the step Install puts it."""
    program = tmp_path / "conformance" / "bin" / "conformance"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m conformance.cli "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (program.parent / "python").symlink_to(sys.executable)
    (tmp_path / "output").touch()
    return tmp_path


def run(runner: Path, command: str, arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the step Run with its inputs."""
    given = {
        **environment(runner / "conformance-cache"),
        "COMMAND": command,
        "ARGUMENTS": arguments,
        "ARTIFACT": "report of check",
        "RUNNER_TEMP": str(runner),
        "GITHUB_OUTPUT": str(runner / "output"),
        "GITHUB_STEP_SUMMARY": str(runner / "summary"),
    }
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", STEPS["Run"]["run"]]
    return subprocess.run(script, cwd=runner, env=given, capture_output=True, text=True, check=False)


def test_a_run_leaves_reports_a_summary_annotations_and_a_verdict(runner: Path) -> None:
    ran = run(runner, "check", f"--target {shlex.quote(str(FAUX / 'target'))}\n--operation 'tasks.g*'")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert ran.stdout.startswith("::stop-commands::")
    assert (runner / "summary").read_text(encoding="utf-8").startswith("## ✅ acme-sdk 1.0.0 keeps its contract")
    reports = runner / "reports" / "report of check"
    assert {file.suffix for file in reports.iterdir()} == {".html", ".json", ".sarif", ".xml"} <= set(FORMATS)
    verdict = json.loads((reports / "report.json").read_text(encoding="utf-8"))["verdict"]["sentence"]
    assert (runner / "output").read_text(encoding="utf-8") == f"reports={reports}\nverdict={verdict}\n"


def test_a_failed_run_fails_the_step_and_arguments_are_never_run_as_a_script(runner: Path) -> None:
    ran = run(runner, "check", '--target "$(touch made)" --operation "`touch made`"')
    assert ran.returncode == 2
    assert "$(touch made)" in ran.stderr, ran.stderr
    assert not (runner / "made").exists()
    assert "reports=" in (runner / "output").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", ["", "record", "check; touch made"])
def test_another_command_is_refused(runner: Path, command: str) -> None:
    ran = run(runner, command, "")
    assert ran.returncode == 2
    assert ran.stdout.startswith("::error title=conformance::The input command is")
    assert not (runner / "made").exists()


def test_arguments_that_are_not_quoted_to_their_end_fail_the_step(runner: Path) -> None:
    ran = run(runner, "check", "--operation 'tasks")
    assert ran.returncode == 2
    assert "The input arguments is --operation 'tasks. Expected: options, quoted as in a shell." in ran.stdout


def test_no_value_of_a_user_is_pasted_into_a_script_and_each_script_names_its_shell() -> None:
    for step in ACTION["runs"]["steps"]:
        if "run" in step:
            assert "${{" not in step["run"]
            assert step["shell"] == "bash"


def test_every_input_is_documented_and_used() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    assert set(re.findall(r"inputs\.([\w-]+)", text)) == set(ACTION["inputs"])
    for name in (*ACTION["inputs"], *ACTION["outputs"]):
        assert f"| `{name}` |" in page


def test_reports_are_uploaded_if_the_run_fails() -> None:
    upload = ACTION["runs"]["steps"][-1]
    assert upload["uses"].startswith("actions/upload-artifact@")
    assert upload["if"] == "always()"


@pytest.mark.slow
def test_the_action_installs_itself_from_the_folder_that_it_is_in(tmp_path: Path) -> None:
    given = {**os.environ, "PYTHON": sys.executable, "SOURCE": str(ROOT), "RUNNER_TEMP": str(tmp_path)}
    script = ["bash", "-e", "-c", STEPS["Install"]["run"]]
    ran = subprocess.run(script, cwd=tmp_path, env=given, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    program = tmp_path / "conformance" / "bin" / "conformance"
    assert (
        "argument_not_sent" in subprocess.run([program, "explain"], capture_output=True, text=True, check=True).stdout
    )
