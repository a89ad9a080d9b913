"""`conformance init`: a project gets what it needs to use this package, and what it gets works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from conformance.cli import build_parser
from conformance.config import load_settings
from conformance.report.known_file import extends_target, load_known
from conformance.settings import CheckSettings, UpgradeSettings, option_name, options_of
from tests.cli.conftest import FAUX, Conformance, command, environment, run_here

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SETTINGS, KNOWN, WORKFLOW = "pyproject.toml", "conformance-known.toml", ".github/workflows/conformance.yml"
PROJECT = '[project]\nname = "app"\nversion = "1"\ndependencies = ["acme-sdk>=1,<2"]\n'


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project that depends on the faux SDK; the commands of the fixture `conformance` run in it."""
    folder = tmp_path / "work"
    (folder / "src").mkdir(parents=True)
    (folder / SETTINGS).write_text(PROJECT, encoding="utf-8")
    return folder


def read(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The settings and the workflow of a project."""
    table = tomllib.loads((folder / SETTINGS).read_text(encoding="utf-8"))["tool"]["conformance"]
    return table, yaml.safe_load((folder / WORKFLOW).read_text(encoding="utf-8"))


def test_a_project_gets_settings_an_empty_list_and_a_workflow(project: Path, conformance: Conformance) -> None:
    ran = conformance("init")
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.splitlines()[:3] == [f"wrote {SETTINGS}", f"wrote {KNOWN}", f"wrote {WORKFLOW}"]
    assert "Next:\n  conformance check\n" in ran.stdout
    assert (project / SETTINGS).read_text(encoding="utf-8").startswith(f"{PROJECT}\n# Settings of `conformance check`")
    table, jobs = read(project)
    assert table == {
        "sdk": SETTINGS,
        "known": KNOWN,
        "target": str(FAUX / "target"),
        "upgrade": {"usage": ["src"], "fail-on": "touched"},
    }
    assert set(jobs["jobs"]) == {"check", "upgrade"}
    assert load_known(project / KNOWN, required=True, checks=()) == ()
    assert extends_target(project / KNOWN)


def test_what_is_written_works_as_it_stands_and_takes_new_findings(project: Path, acme: Path, tmp_path: Path) -> None:
    pager = acme / "acme_sdk" / "core" / "pagination.py"
    lossy = pager.read_text(encoding="utf-8").replace("from page.items or ()", "from (page.items or ())[1:]")
    pager.write_text(lossy, encoding="utf-8")

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return run_here(*arguments, variables=environment(tmp_path / "cache", acme), folder=project)

    assert run("init", "--target", str(FAUX / "target")).returncode == 0
    selected = ("check", "--sdk", "installed", "--operation", "projects.list")
    assert run(*selected).returncode == 1
    written = run(*selected, "--write-known", KNOWN, "--known-reason", "The pager is being mended.")
    assert "2 findings added" in written.stderr
    again = run(*selected)
    assert again.returncode == 0, again.stdout + again.stderr
    assert "2 known findings" in again.stdout


def test_the_list_adds_to_the_known_findings_of_the_target(tmp_path: Path, project: Path) -> None:
    target = tmp_path / "target"
    target.mkdir()
    (target / "target.toml").write_text((FAUX / "target" / "target.toml").read_text(encoding="utf-8"), encoding="utf-8")
    entry = '[[known]]\ncheck = "server_error"\nwhere = ["tasks.get"]\nreason = "Never occurs here."\n'
    listed = '[[known]]\ncheck = "valid_response_refused"\nwhere = ["tasks.get"]\nreason = "Nor does this."\n'
    (target / "known.toml").write_text(listed, encoding="utf-8")
    for first, stale in (('extends = "target"\n', True), ("", False), ('extends = "other"\n', None)):
        (project / KNOWN).write_text(first + entry, encoding="utf-8")
        selected = ("--known", KNOWN, "--target", str(target), "--operation", "tasks.get")
        ran = run_here("check", *selected, variables=environment(tmp_path / "cache"), folder=project)
        assert ran.returncode == (2 if stale is None else int(stale)), ran.stdout + ran.stderr
        assert ("valid_response_refused: tasks.get" in ran.stdout) is bool(stale)
    assert "`extends` is 'other'.\n  Allowed: \"target\"." in ran.stderr


def test_each_comment_of_the_settings_is_a_setting_that_can_be_uncommented(
    project: Path, conformance: Conformance
) -> None:
    conformance("init")
    text = (project / SETTINGS).read_text(encoding="utf-8")
    (project / SETTINGS).write_text(re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE), encoding="utf-8")
    for kind in (CheckSettings, UpgradeSettings):
        settings = load_settings(kind, {"config": str(project / SETTINGS)})
        inner = read(project)[0] if kind is CheckSettings else read(project)[0]["upgrade"]
        own = {option_name(setting.name) for setting, option in options_of(kind) if option.in_file}
        shared = {option_name(name) for name in kind.SHARED} | {"impact"}
        assert own - shared <= set(inner)
        assert settings.seed == 0


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_users_bytes_stay_as_they_were(project: Path, conformance: Conformance, ends: str) -> None:
    before = f"# é{ends}{PROJECT.rstrip()}".replace("\n", ends).replace("\r\r", "\r").encode()
    (project / SETTINGS).write_bytes(before)
    assert conformance("init").returncode == 0
    after = (project / SETTINGS).read_bytes()
    assert after.startswith(before)
    assert after.count(b"\n") == after.count(ends.encode())


def test_nothing_is_overwritten(project: Path, conformance: Conformance) -> None:
    (project / WORKFLOW).parent.mkdir(parents=True)
    (project / WORKFLOW).write_text("name: mine\n", encoding="utf-8")
    ran = conformance("init")
    assert f"left as it is: {WORKFLOW}" in ran.stdout
    assert (project / WORKFLOW).read_text(encoding="utf-8") == "name: mine\n"
    before = {file: file.read_bytes() for file in project.rglob("*") if file.is_file()}
    again = conformance("init")
    assert again.returncode == 2
    assert "Nothing was changed" in again.stderr
    assert {file: file.read_bytes() for file in project.rglob("*") if file.is_file()} == before


@pytest.mark.parametrize(
    ("text", "arguments", "words"),
    [
        ("[project]\nname = 'app'\n", (), "names acme-sdk.\n  Add it to the dependencies first, or name the release"),
        (PROJECT, ("--sdk", "installed"), "a job of CI has no SDK installed"),
        ("[project\n", ("--sdk", "1.0.0"), "the settings cannot be added, it is not TOML"),
        ("tool = {}\n", ("--sdk", "1.0.0"), "the settings cannot be added, it is not TOML"),
    ],
)
def test_a_project_without_the_sdk_or_with_a_broken_file_is_a_mistake(
    project: Path, conformance: Conformance, text: str, arguments: tuple[str, ...], words: str
) -> None:
    (project / SETTINGS).write_text(text, encoding="utf-8")
    ran = conformance("init", *arguments)
    assert ran.returncode == 2
    assert words in ran.stderr
    assert {file.name for file in project.iterdir()} == {SETTINGS, "src"}


@pytest.mark.parametrize(
    ("sdk", "arguments"),
    [
        (SETTINGS, ["upgrade", f".conformance-base/{SETTINGS}", SETTINGS]),
        ("needs of it.txt", ["upgrade", ".conformance-base/needs of it.txt", "needs of it.txt"]),
        ("1.0.0", ["upgrade", "1.0.0", "latest"]),
        (">=1,<2", ["upgrade", ">=1,<2", "latest"]),
        ("latest", None),
    ],
)
def test_the_workflow_installs_this_package_and_runs_commands_that_exist(
    project: Path, conformance: Conformance, sdk: str, arguments: list[str] | None
) -> None:
    assert conformance("init", "--sdk", sdk, "--suite", "git+https://example.org/suite@abc").returncode == 0
    written = read(project)[1]
    requirement = written["env"]["SUITE"]
    assert requirement == "label-studio-conformance[upgrade,openapi] @ git+https://example.org/suite@abc"
    given = {}
    for name, job in written["jobs"].items():
        steps = {step["name"]: step for step in job["steps"] if "name" in step}
        assert shlex.split(steps["Install"]["run"])[-1] == "$SUITE"
        words = shlex.split(steps["Run"]["run"].replace("\\\n", " "))
        words = words[words.index("conformance") + 1 :]
        given[name] = words[: words.index("--github")]
        build_parser().parse_args(words)
        assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", step["uses"]) for step in job["steps"] if "uses" in step)
        assert job["timeout-minutes"]
    assert given == {"check": ["check"]} | ({} if arguments is None else {"upgrade": arguments})


@pytest.mark.slow
def test_the_job_runs_as_it_is_written_and_leaves_its_reports(
    project: Path, conformance: Conformance, acme: Path, tmp_path: Path
) -> None:
    conformance("init")
    step = next(step for step in read(project)[1]["jobs"]["check"]["steps"] if step.get("name") == "Run")
    settings = (project / SETTINGS).read_text(encoding="utf-8")
    few = 'sdk = "installed"\noperation = ["tasks.get"]\n'
    (project / SETTINGS).write_text(settings.replace(f'sdk = "{SETTINGS}"\n', few), encoding="utf-8")
    program = tmp_path / "bin" / "conformance"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.join(command())} "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    given = environment(tmp_path / "cache", acme)
    given = {**given, "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}"}
    script = ["bash", "-e", "-c", step["run"]]
    ran = subprocess.run(script, cwd=project, env=given, capture_output=True, text=True, check=False)
    assert "1 operation" in ran.stdout, ran.stdout + ran.stderr
    left = {file.name for file in (project / "conformance-reports").iterdir()}
    assert left == {"report.html", "report.json", "report.sarif", "report.xml"}


@pytest.mark.parametrize(
    ("base", "expected"), [(None, ""), (PROJECT, ""), (PROJECT.replace(">=1", ">=0"), "file=true\n")]
)
def test_a_pull_request_that_changes_the_release_gets_a_comparison(
    project: Path, conformance: Conformance, base: str | None, expected: str
) -> None:
    conformance("init")
    script = next(step for step in read(project)[1]["jobs"]["upgrade"]["steps"] if step.get("id") == "changed")
    (project / SETTINGS).write_text(PROJECT, encoding="utf-8")
    if base is not None:
        (project / ".conformance-base").mkdir()
        (project / ".conformance-base" / SETTINGS).write_text(base, encoding="utf-8")
    output = project / "output"
    output.touch()
    given = {**os.environ, **script["env"], "GITHUB_OUTPUT": str(output)}
    subprocess.run(["bash", "-e", "-c", script["run"]], cwd=project, env=given, check=True)
    assert output.read_text(encoding="utf-8") == expected
