"""The blocks of the pages are what they say: Python compiles, and settings, workflows and documents can be read."""

from __future__ import annotations

import ast
import json
import re
import sys
from pathlib import Path
from typing import Final

import pytest
import yaml

from conformance.checks import CHECKS
from conformance.config import load_settings
from conformance.operation_settings import operation_settings
from conformance.report.known_file import load_known
from conformance.settings import CheckSettings, LiveSettings, MutantSettings, UpgradeSettings

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT: Final = Path(__file__).parents[2]
PAGES: Final = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "ARCHITECTURE.md", *sorted(ROOT.glob("docs/*.md")))
SECTIONS: Final = {"docs/targets.md": "scenario"}  # whose files have a reader and tests of their own
ACTIONS: Final = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def blocks(*languages: str) -> list[tuple[str, str]]:
    """The name of the page and the text of each block in one of the languages."""
    found = []
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for language, block in re.findall(r"^```(\w*)\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
            if language in languages:
                found.append((page.relative_to(ROOT).as_posix(), block))
    return found


def named(found: list[tuple[str, str]]) -> pytest.MarkDecorator:
    """One test for each block, named after its page."""
    names = [f"{page}-{number}" for number, (page, _) in enumerate(found)]
    return pytest.mark.parametrize(("page", "block"), found, ids=names)


def test_every_block_is_in_a_language_that_a_test_reads() -> None:
    every = {
        language
        for page in PAGES
        for language in re.findall(r"^```(\w+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert every <= {"python", "toml", "yaml", "json", "sh", "text"}


@named(blocks("python"))
def test_a_program_compiles(page: str, block: str) -> None:
    assert ast.parse(block, page).body


@named(blocks("toml"))
def test_settings_and_lists_are_accepted(page: str, block: str, tmp_path: Path) -> None:
    data = tomllib.loads(block)
    assert data
    file = tmp_path / "block.toml"
    file.write_text(block, encoding="utf-8")
    if "conformance" in data.get("tool", {}):
        load_settings(MutantSettings, {"config": str(file)})
        operation_settings(load_settings(CheckSettings, {"config": str(file)}))
        load_settings(UpgradeSettings, {"config": str(file), "old": "1", "new": "2"})
        load_settings(LiveSettings, {"config": str(file), "server": "1"})
    if "known" in data:
        assert load_known(file, required=True, checks={check.id for check in CHECKS})
    if "operations" in data:
        assert operation_settings(CheckSettings(operations_file=str(file)))
    rest = data.keys() - {"tool", "known", "operations", "project"}
    assert rest <= {SECTIONS.get(page, "")}


@named(blocks("yaml"))
def test_a_workflow_can_be_read_and_gives_the_action_inputs_that_it_has(page: str, block: str) -> None:
    data = yaml.safe_load(block)
    steps = data if isinstance(data, list) else [step for job in data["jobs"].values() for step in job["steps"]]
    assert all(step.keys() & {"uses", "run"} for step in steps), page
    ours = [step for step in steps if step.get("uses", "").startswith("OWNER/NAME")]
    assert all(step.get("with", {}).keys() <= ACTIONS["inputs"].keys() for step in ours)


@named(blocks("json"))
def test_a_document_can_be_read(page: str, block: str) -> None:
    text = block if block.lstrip().startswith(("{", "[")) else f"{{{block}}}"
    assert json.loads(text), page


@named(blocks("sh"))
def test_a_line_of_a_shell_begins_with_a_program_that_a_reader_has(page: str, block: str) -> None:
    for line in re.sub(r"\\\n", " ", block).splitlines():
        word = line.split()[0] if line.split() else "#"
        assert word in {"#", "conformance", "python3", "export", "pip", "tox", "pytest", "git"}, f"{page}: {line}"
