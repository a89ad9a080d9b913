"""Completion in shells, as they request it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from conformance.checks import CHECKS
from conformance.upgrade.rules import RULES
from tests.cli.conftest import FAUX, Conformance, command, environment

TARGET = f"--target {FAUX / 'target'}"


def completed(folder: Path, line: str) -> list[str]:
    """The completions of a line, as a shell gets them, with nothing else printed."""
    output = folder / "completions"
    given = {
        **environment(folder / "cache"),
        "_ARGCOMPLETE": "1",
        "_ARGCOMPLETE_IFS": "\n",
        "_ARGCOMPLETE_SUPPRESS_SPACE": "0",
        "_ARGCOMPLETE_STDOUT_FILENAME": str(output),
        "COMP_LINE": line,
        "COMP_POINT": str(len(line.encode())),
    }
    work = folder / "work"
    work.mkdir(exist_ok=True)
    ran = subprocess.run(command(), env=given, cwd=work, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
    return [text.strip() for text in output.read_text(encoding="utf-8").split("\n") if text.strip()]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("conformance up", ["upgrade"]),
        ("conformance check --write", ["--write-known"]),
        ("conformance check --sdk 2.0.", ["2.0.16", "2.0.7", "2.0.5"]),
        ("conformance check --sdk 2.0.5 --operation projects.ge", ["projects.get"]),
        ("conformance upgrade 2.0.5 2.1", ["2.1.2"]),
        ("conformance upgrade --fail-on to", ["touched"]),
        ("conformance live --mode o", ["owned"]),
        ("conformance check --seed ", []),
        ("conformance explain argument_not_se", ["argument_not_sent"]),
        ("conformance known pr", ["prune"]),
        ("conformance completion z", ["zsh"]),
    ],
)
def test_a_line_is_completed(line: str, expected: list[str], tmp_path: Path) -> None:
    assert completed(tmp_path, line) == expected


def test_every_check_and_rule_is_a_completion_of_explain(tmp_path: Path) -> None:
    assert {*(check.id for check in CHECKS), *(rule.id for rule in RULES)} <= {
        *completed(tmp_path, "conformance explain ")
    }


def test_files_of_the_folder_are_completed_where_a_file_is_expected(tmp_path: Path) -> None:
    (tmp_path / "work").mkdir()
    for name in ("list.toml", "uv.lock"):
        (tmp_path / "work" / name).touch()
    assert completed(tmp_path, "conformance check --known l") == ["list.toml"]
    assert completed(tmp_path, "conformance check --sdk u") == ["uv.lock"]


def test_the_findings_of_the_last_run_are_completed(tmp_path: Path, acme: Path) -> None:
    assert completed(tmp_path, "conformance show pager") == []
    pager = acme / "acme_sdk" / "core" / "pagination.py"
    lossy = pager.read_text(encoding="utf-8").replace("from page.items or ()", "from (page.items or ())[1:]")
    pager.write_text(lossy, encoding="utf-8")
    line = command("check", "--operation", "projects.list", "--target", str(FAUX / "target"))
    subprocess.run(
        line, env=environment(tmp_path / "cache", acme), cwd=tmp_path / "work", capture_output=True, check=False
    )
    (found,) = completed(tmp_path, "conformance show pager_items")
    assert found.replace("\\", "").removesuffix(" ") == "pager_items_differ: projects.list"


def test_a_target_that_does_not_exist_has_no_operations_and_prints_no_error(tmp_path: Path) -> None:
    assert completed(tmp_path, "conformance operations --target missing pro") == []
    assert completed(tmp_path, f"conformance operations {TARGET} nothing") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_accepts_what_is_printed_for_it(shell: str, tmp_path: Path) -> None:
    ran = subprocess.run(
        command("completion", shell), env=environment(tmp_path / "cache"), capture_output=True, text=True, check=True
    )
    assert "_ARGCOMPLETE" in ran.stdout
    if shutil.which(shell) is not None:
        assert subprocess.run([shell, "-n", "/dev/stdin"], input=ran.stdout, text=True, check=False).returncode == 0


def test_bash_completes_with_what_is_printed_for_it(tmp_path: Path) -> None:
    program = tmp_path / "conformance"
    program.write_text(f'#!/bin/sh\nexec {" ".join(command())} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    script = (
        f'PATH="{tmp_path}:$PATH"; eval "$(conformance completion bash)"; complete -p conformance | grep -o _python.*; '
        'COMP_LINE="conformance check --write"; COMP_POINT=${#COMP_LINE}; COMP_WORDS=(conformance check --write); '
        "COMP_CWORD=2; COMP_TYPE=9; _python_argcomplete conformance --write check; echo ${COMPREPLY[*]}"
    )
    ran = subprocess.run(
        ["bash", "-c", script], env=environment(tmp_path / "cache"), capture_output=True, text=True, check=False
    )
    assert ran.stdout.split()[-1] == "--write-known", ran.stderr


def test_another_shell_is_refused(conformance: Conformance) -> None:
    ran = conformance("completion", "tcsh")
    assert ran.returncode == 2
    assert "Allowed: bash, zsh, fish." in ran.stderr
