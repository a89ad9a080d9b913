"""Messages about a missing extra name a command that works as typed, however this package was installed."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import shlex
import sys
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from conformance.extras import extra_requirements, install_command

ROOT = Path(__file__).parents[1]
EXTRAS = {"releases": {"uv"}, "upgrade": {"uv", "jedi", "mypy"}, "openapi": {"jsonschema-rs", "schemathesis", "pyyaml"}}


@pytest.mark.parametrize("extra", EXTRAS)
def test_the_requirements_of_an_extra_are_distributions_of_an_index(extra: str) -> None:
    named = [Requirement(text) for text in shlex.split(extra_requirements(extra))]
    assert {requirement.name for requirement in named} == EXTRAS[extra]
    assert all(requirement.specifier and not requirement.extras for requirement in named)


def test_the_command_installs_into_the_environment_of_the_running_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/a folder/bin/python")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name)
    assert install_command("releases") == "'/a folder/bin/python' -m pip install 'uv>=0.5'"
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert install_command("releases") == "uv pip install --python '/a folder/bin/python' 'uv>=0.5'"


def test_without_metadata_the_extra_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_metadata(name: str) -> list[str]:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", no_metadata)
    assert extra_requirements("releases") == "'label-studio-conformance[releases]'"


def test_no_other_message_names_an_extra_of_this_distribution() -> None:
    named = [
        file.relative_to(ROOT).as_posix()
        for file in sorted((ROOT / "conformance").rglob("*.py"))
        if "label-studio-conformance[" in file.read_text(encoding="utf-8")
    ]
    assert named == []
