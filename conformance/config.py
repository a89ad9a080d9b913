"""Settings of a run: `[tool.conformance]` of a TOML file under what the command line says."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from conformance.errors import UsageError

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = "tool.conformance"


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run of `check` is asked to do. `workers` 0 means one for each core."""

    sdk: str = "installed"
    target: str = "label_studio"
    operation: tuple[str, ...] = ()
    examples: int = 10
    seed: int = 0
    approved: str | None = None
    spec: str | None = None
    known: str | None = None
    no_known: bool = False
    report: tuple[str, ...] = ()
    workers: int = 0


def read_config(file: str | None) -> dict[str, Any]:
    """The table of a configuration file; {} where the default file does not exist or has no such table.

    Raises UsageError: a file that was named does not exist, is not TOML, or has an unknown key or a wrong type.
    """
    path = Path(file or "pyproject.toml")
    if file is None and not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"--config {path}: cannot be read: {error}") from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not TOML: {error}") from None
    table = data.get("tool", {}).get("conformance", {})
    if not isinstance(table, dict):
        raise UsageError(f"{path}: `{TABLE}` is {table!r}.\n  Expected: a table.")
    return {_key(path, key): _checked(path, _key(path, key), value) for key, value in table.items()}


def _key(path: Path, key: str) -> str:
    allowed = {field.name.replace("_", "-"): field.name for field in fields(Settings)}
    if key in allowed:
        return allowed[key]
    near = get_close_matches(key, allowed, n=1)
    hint = f" Did you mean `{near[0]}`?" if near else ""
    raise UsageError(f"{path}: `{TABLE}` has no key `{key}`.{hint}\n  Allowed: {', '.join(sorted(allowed))}.")


_KINDS: Mapping[str, tuple[type, str]] = {
    "examples": (int, "a whole number"),
    "seed": (int, "a whole number"),
    "workers": (int, "a whole number"),
    "no_known": (bool, "true or false"),
    "operation": (list, "a list of texts"),
    "report": (list, "a list of texts"),
}


def _checked(path: Path, key: str, value: Any) -> Any:
    kind, words = _KINDS.get(key, (str, "a text"))
    right = isinstance(value, kind) and not (kind is int and isinstance(value, bool))
    if not right or (kind is list and not all(isinstance(item, str) for item in value)):
        raise UsageError(f"{path}: `{TABLE}.{key.replace('_', '-')}` is {value!r}.\n  Expected: {words}.")
    return tuple(value) if kind is list else value


def settings_from(given: Mapping[str, Any], config: str | None) -> Settings:
    """Settings from the command line over the configuration file over the defaults. Raises UsageError."""
    # nearest wins: command line > configuration file > default
    chosen = {**read_config(config), **{key: value for key, value in given.items() if value is not None}}
    settings = Settings(**chosen)
    for name, least in (("examples", 1), ("workers", 0)):
        if getattr(settings, name) < least:
            raise UsageError(f"--{name} is {getattr(settings, name)}.\n  Expected: {least} or more.")
    return settings
