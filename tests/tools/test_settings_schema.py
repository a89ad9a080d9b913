"""The JSON Schema of the settings is that of this version, and refuses what the configuration refuses."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance.config import INNER, load_settings
from conformance.errors import UsageError
from conformance.pipeline.project_files import settings_tables
from conformance.settings import CheckSettings, LiveSettings, RunSettings, UpgradeSettings
from tools.settings_schema import FILE, settings_schema

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SERVER = '[tool.conformance.live]\nserver = "1.23.2"\n'


def is_valid(text: str) -> bool:
    data: dict[str, Any] = tomllib.loads(text)["tool"]["conformance"]
    return Draft202012Validator(settings_schema()).is_valid(data)


def test_the_file_in_the_package_is_that_of_this_version() -> None:
    assert json.loads(FILE.read_text(encoding="utf-8")) == settings_schema(), "run: python -m tools.settings_schema"
    Draft202012Validator.check_schema(settings_schema())


def test_the_settings_that_init_writes_are_valid(tmp_path: Path) -> None:
    text = settings_tables(tmp_path, "uv.lock", "targets/acme", "known.toml")
    assert is_valid(text)
    assert is_valid(re.sub(r"^#(?=\S)", "", text, flags=re.MULTILINE)), "also with every comment uncommented"


def test_every_table_of_the_settings_has_a_schema() -> None:
    assert set(INNER) <= set(settings_schema()["properties"])


@pytest.mark.parametrize(
    ("kind", "text", "allowed"),
    [
        (CheckSettings, "[tool.conformance]\nexamples = 0\n", False),
        (CheckSettings, "[tool.conformance]\nexample = 1\n", False),
        (CheckSettings, "[tool.conformance]\nseed = true\n", False),
        (CheckSettings, "[tool.conformance]\noperation = 'tasks.*'\n", False),
        (CheckSettings, "[tool.conformance]\ngithub = true\n", False),
        (CheckSettings, "[tool.conformance]\noperation = ['tasks.*']\nno-known = true\n", True),
        (UpgradeSettings, "[tool.conformance.upgrade]\nfail-on = 'all'\n", False),
        (UpgradeSettings, "[tool.conformance.upgrade]\ntier = ['wires']\n", False),
        (UpgradeSettings, "[tool.conformance.upgrade]\nimpact = { a = 'bad' }\n", False),
        (UpgradeSettings, "[tool.conformance.upgrade]\nimpact = { a = 'risky' }\ntier = ['wire']\n", True),
        (LiveSettings, f"{SERVER}mode = 'all'\n", False),
        (LiveSettings, f"{SERVER}mode = 'owned'\nold = 3\n", True),
    ],
)
def test_an_editor_accepts_what_the_configuration_accepts(
    kind: type[RunSettings], text: str, allowed: bool, tmp_path: Path
) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(text, encoding="utf-8")
    try:
        load_settings(kind, {"config": str(file)})
        accepted = True
    except UsageError:
        accepted = False
    assert (accepted, is_valid(text)) == (allowed, allowed)
