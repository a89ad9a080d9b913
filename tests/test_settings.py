"""One definition of the settings is behind the command line and the configuration file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from conformance.cli import build_parser
from conformance.config import load_settings
from conformance.errors import UsageError
from conformance.settings import (
    CheckSettings,
    LiveSettings,
    RunSettings,
    ServerSettings,
    UpgradeSettings,
    option_name,
    options_of,
)

COMMANDS = {
    "check": CheckSettings,
    "live": LiveSettings,
    "record": ServerSettings,
    "upgrade": UpgradeSettings,
}
NEEDED: dict[type[RunSettings], dict[str, Any]] = {LiveSettings: {"server": "1.23.2"}}
SAMPLES: dict[str, tuple[str, Any]] = {
    "int": ("7", 7),
    "bool": ("true", True),
    "str": ('"text"', "text"),
    "str | None": ('"text"', "text"),
    "tuple[str, ...]": ('["a", "b"]', ("a", "b")),
    "Mapping[str, str]": ('{ rule = "risky" }', {"rule": "risky"}),
    "Mapping[str, Mapping[str, Any]]": ('{ "tasks.*" = { skip = "no" } }', {"tasks.*": {"skip": "no"}}),
}


def sample_value(setting: Any, option: Any) -> tuple[str, Any]:
    """A value of a setting as TOML, and as the setting has it."""
    if option.choices and setting.type != "Mapping[str, str]":
        value = option.choices[-1]
        return (f'["{value}"]', (value,)) if setting.type.startswith("tuple") else (f'"{value}"', value)
    return SAMPLES[setting.type]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_setting_is_an_option_of_its_command(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        build_parser().parse_args([command, "--help"])
    text = " ".join(capsys.readouterr().out.split())
    for setting, option in options_of(COMMANDS[command]):
        if option.metavar is not None:
            assert f"--{option_name(setting.name)}" in text
            assert " ".join(option.help.split()).split(":")[0] in text


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (kind, setting.name)
        for kind in (CheckSettings, LiveSettings, UpgradeSettings)
        for setting, option in options_of(kind)
        if option.in_file and setting.name != "url"
    ],
    ids=lambda value: value if isinstance(value, str) else value.__name__,
)
def test_every_setting_of_a_file_is_read(kind: type[RunSettings], name: str, tmp_path: Path) -> None:
    setting, option = next(pair for pair in options_of(kind) if pair[0].name == name)
    text, value = sample_value(setting, option)
    file = tmp_path / "settings.toml"
    file.write_text(f"[{kind.TABLE}]\n{option_name(name)} = {text}\n", encoding="utf-8")
    given = {} if name == "server" else NEEDED.get(kind, {})
    assert getattr(load_settings(kind, {**given, "config": str(file)}), name) == value


def test_the_command_line_wins_over_its_table_which_wins_over_the_outer_one(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(
        "[tool.conformance]\nseed = 1\nsdk = '2.0.5'\n[tool.conformance.live]\nseed = 2\n", encoding="utf-8"
    )
    settings = load_settings(LiveSettings, {"server": "1.23.2", "config": str(file)})
    assert (settings.seed, settings.sdk) == (2, "2.0.5")
    assert load_settings(LiveSettings, {"server": "1.23.2", "seed": 3, "config": str(file)}).seed == 3


def test_a_setting_of_one_run_only_does_not_belong_in_a_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text("[tool.conformance.upgrade]\neach = true\n", encoding="utf-8")
    with pytest.raises(UsageError, match="has no key `each`"):
        load_settings(UpgradeSettings, {"config": str(file)})


@pytest.mark.parametrize("table", ["", 'fail-on = "touched"\n', "usage = []\n"])
def test_failing_on_what_touches_the_users_code_needs_that_code(table: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f"[tool.conformance.upgrade]\n{table}", encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"--fail-on touched needs your code(.|\n)*Name its files or folders with --usage"
    ):
        load_settings(UpgradeSettings, {"fail_on": "touched", "config": str(file)})
    named = load_settings(UpgradeSettings, {"fail_on": "touched", "usage": ["src"], "config": str(file)})
    assert (named.fail_on, named.usage) == ("touched", ("src",))
