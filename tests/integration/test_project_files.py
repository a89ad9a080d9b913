"""The files around the code: change fragments, workflows, hooks and templates."""

from __future__ import annotations

import configparser
import re
import shutil
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import tomlkit
import yaml

ROOT: Final = Path(__file__).parents[2]
PROJECT: Final = tomlkit.parse((ROOT / "pyproject.toml").read_text(encoding="utf-8")).unwrap()
WORKFLOWS: Final = sorted(file.name for file in (ROOT / ".github" / "workflows").glob("*.yml"))
FORMS: Final = sorted(file.name for file in (ROOT / ".github" / "ISSUE_TEMPLATE").glob("*.yml"))


def read_yaml(*parts: str) -> Any:
    return yaml.safe_load(ROOT.joinpath(*parts).read_text(encoding="utf-8"))


def environments() -> set[str]:
    """The names of the environments in tox.ini."""
    tox = configparser.ConfigParser()
    tox.read(ROOT / "tox.ini", encoding="utf-8")
    return {section.removeprefix("testenv:") for section in tox.sections() if section.startswith("testenv:")}


def test_every_change_fragment_is_of_a_kind_that_the_changelog_has() -> None:
    settings = PROJECT["tool"]["towncrier"]
    kinds = {kind["directory"] for kind in settings["type"]}
    files = [file for file in (ROOT / settings["directory"]).iterdir() if file.name not in settings["ignore"]]
    assert [file.name for file in files if file.suffix != ".md" or file.stem.rpartition(".")[2] not in kinds] == []
    page = (ROOT / settings["directory"] / "README.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == kinds


@pytest.mark.parametrize("workflow", WORKFLOWS)
def test_a_workflow_uses_environments_of_tox_that_exist(workflow: str) -> None:
    steps = [step for job in read_yaml(".github", "workflows", workflow)["jobs"].values() for step in job["steps"]]
    assert all("uses" in step or "run" in step for step in steps)
    used = re.findall(r"tox run -e (\S+)", "\n".join(step.get("run", "") for step in steps))
    assert {name for names in used for name in names.split(",")} <= environments()


def test_the_environments_that_the_guide_names_exist() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8") + (ROOT / "README.md").read_text(encoding="utf-8")
    assert {name for name in re.findall(r"tox -e ([\w.-]+)", text) if not name.endswith("-")} <= environments()


def test_the_commands_of_the_hooks_are_installed_with_the_extra_for_development() -> None:
    commands = {
        hook["entry"].split()[0] for repo in read_yaml(".pre-commit-config.yaml")["repos"] for hook in repo["hooks"]
    }
    assert {command for command in commands if shutil.which(command, path=Path(sys.executable).parent) is None} == set()


@pytest.mark.parametrize("form", FORMS)
def test_an_issue_form_can_be_read(form: str) -> None:
    content = read_yaml(".github", "ISSUE_TEMPLATE", form)
    assert form == "config.yml" or {"name", "description", "body"} <= content.keys()
