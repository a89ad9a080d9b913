"""Writes `conformance/settings.schema.json`: the settings of pyproject.toml for editors, from `conformance.settings`.

python -m tools.settings_schema
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from conformance.config import OUTER
from conformance.operation_settings import KEYS as OPERATION_KEYS
from conformance.settings import (
    CheckSettings,
    LiveSettings,
    MatrixSettings,
    MutantSettings,
    RunSettings,
    UpgradeSettings,
    option_name,
    options_of,
)
from conformance.text import as_json

FILE: Final = Path(__file__).parents[1] / "conformance" / "settings.schema.json"
_OPERATION_TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "skip": {"type": "string", "minLength": 1},
    "examples": {"type": "array", "items": {"type": "object"}},
    "values": {"type": "object", "additionalProperties": {"type": "array", "minItems": 1}},
    "strategies": {"type": "object", "additionalProperties": {"type": "string", "pattern": r"\."}},
}
_TYPES: Final[Mapping[str, Mapping[str, Any]]] = {
    "int": {"type": "integer"},
    "bool": {"type": "boolean"},
    "str": {"type": "string"},
    "str | None": {"type": "string"},
    "tuple[str, ...]": {"type": "array", "items": {"type": "string"}},
    "Mapping[str, str]": {"type": "object", "additionalProperties": {"type": "string"}},
    "Mapping[str, Mapping[str, Any]]": {
        "type": "object",
        "additionalProperties": {
            "type": "object",
            "additionalProperties": False,
            "properties": {
                key: {"description": text, **_OPERATION_TYPES[key]} for key, (text, _) in OPERATION_KEYS.items()
            },
        },
    },
}


def settings_schema() -> dict[str, Any]:
    """The JSON Schema of `[tool.conformance]`."""
    inner = {
        kind.TABLE.removeprefix(f"{OUTER}."): _table(kind)
        for kind in (UpgradeSettings, LiveSettings, MutantSettings, MatrixSettings)
    }
    outer = _table(CheckSettings)
    outer["properties"] |= inner
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"[{OUTER}] of label-studio-conformance",
        **outer,
    }


def _table(kind: type[RunSettings]) -> dict[str, Any]:
    """The schema of the settings of a command that can stand in a file."""
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            option_name(setting.name): _property(str(setting.type), option, setting.default)
            for setting, option in options_of(kind)
            if option.in_file
        },
    }


def _property(annotation: str, option: Any, default: Any) -> dict[str, Any]:
    found: dict[str, Any] = {**_TYPES[annotation], "description": option.help}
    if option.choices:
        for key in ("items", "additionalProperties"):
            if key in found:
                found[key] = {"enum": list(option.choices)}
        if found["type"] == "string":
            found["enum"] = list(option.choices)
    if option.least is not None:
        found["minimum"] = option.least
    if option.most is not None:
        found["maximum"] = option.most
    if isinstance(default, str | int):
        found["default"] = default
    return found


if __name__ == "__main__":
    FILE.write_text(as_json(settings_schema()), encoding="utf-8", newline="\n")
    print(f"wrote {FILE.name}")
