"""The settings of one run: the command line over a configuration file over the defaults, checked at once."""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, TypeVar

from conformance.errors import UsageError, unreadable_reason
from conformance.settings import Option, RunSettings, ServerSettings, UpgradeSettings, option_name, options_of

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

OUTER: Final = RunSettings.TABLE
INNER: Final = ("upgrade", "live", "mutants")  # the tables of these commands are inside the outer one
S = TypeVar("S", bound=RunSettings)
_PART: Final = r"""[\w-]+|"[^"]*"|'[^']*'"""  # of a dotted key
_HEADER: Final = re.compile(rf"\s*\[\[?\s*((?:{_PART})(?:\s*\.\s*(?:{_PART}))*)\s*\]")
_KEY: Final = re.compile(rf"\s*((?:{_PART})(?:\s*\.\s*(?:{_PART}))*)\s*=")

_TYPES: Final[Mapping[str, tuple[type, str]]] = {
    "int": (int, "a whole number"),
    "bool": (bool, "true or false"),
    "str": (str, "a text"),
    "str | None": (str, "a text"),
    "tuple[str, ...]": (list, "a list of texts"),
    "Mapping[str, str]": (dict, "a table of texts"),
    "Mapping[str, Mapping[str, Any]]": (dict, "tables by name"),
}


def load_settings(kind: type[S], given: Mapping[str, Any]) -> S:
    """The settings of a command. `given` is from the command line or a program, with None for what was not given.

    Raises UsageError for an unknown key, a wrong type, a value that is not allowed, and for values that exclude each
    other.
    """
    stated = _stated(kind, given)
    path, outer = _read(stated.get("config"))
    # nearest wins: command line > table of the command > outer table > default
    found = _from_file(kind, path, outer)
    if stated.keys() & {"server", "url"}:  # a server that is named here replaces the one of the file
        found = {name: value for name, value in found.items() if name not in {"server", "url"}}
    settings = kind(**found | stated)
    _refuse_values(settings)
    if isinstance(settings, ServerSettings):
        _require_one_server(settings)
    if isinstance(settings, UpgradeSettings) and settings.fail_on == "touched" and not settings.usage:
        raise UsageError(
            "--fail-on touched needs your code: no --usage was given.\n"
            "  Name its files or folders with --usage PATH, or `usage` in [tool.conformance.upgrade]."
        )
    return settings


def require_two_sdks(old: str | None, new: str | None) -> tuple[str, str]:
    """Both releases of an upgrade. Raises UsageError where one is missing."""
    if not old or not new:
        got = f"only {old or new}" if old or new else "nothing"
        raise UsageError(
            f"upgrade: two SDKs are needed, {got} was given.\n  Write, for example: conformance upgrade 2.0.5 2.0.7"
        )
    return old, new


def _stated(kind: type[RunSettings], given: Mapping[str, Any]) -> dict[str, Any]:
    """The settings that were given. Raises UsageError for a wrong type, which a program can give."""
    types = {setting.name: str(setting.type) for setting in fields(kind)}
    found = {}
    for name, value in given.items():
        if value is not None:
            items = list(value) if isinstance(value, tuple) else value
            found[name] = _checked_value(f"--{option_name(name)} is", types[name], items)
    return found


def _checked_value(place: str, annotation: str, value: Any) -> Any:
    """A value as a setting has it. Raises UsageError for a wrong type; `place` begins the message."""
    expected, text = _TYPES[annotation]
    right = isinstance(value, expected) and not (expected is int and isinstance(value, bool))
    items = value.values() if right and expected is dict else value if right and expected is list else ()
    inner = dict if annotation.startswith("Mapping[str, Mapping") else str
    if not right or not all(isinstance(item, inner) for item in items):
        raise UsageError(f"{place} {value!r}.\n  Expected: {text}.")
    return tuple(value) if expected is list else value


def _from_file(kind: type[RunSettings], path: Path, outer: Mapping[str, Any]) -> dict[str, Any]:
    if kind.TABLE == OUTER:
        own = {key: value for key, value in outer.items() if key not in INNER}
        return _Table(path, OUTER, own).values(kind)
    shared = {key: value for key, value in outer.items() if key in kind.SHARED}
    inner = outer.get(kind.TABLE.removeprefix(f"{OUTER}."), {})
    return _Table(path, OUTER, shared).values(kind) | _Table(path, kind.TABLE, inner).values(kind)


@dataclass(frozen=True, slots=True)
class _Table:
    """A table of a configuration file; every error names the file and the key."""

    path: Path
    name: str
    data: Mapping[str, Any]

    def values(self, kind: type[RunSettings]) -> dict[str, Any]:
        """The values by the names of the settings. Raises UsageError for an unknown key or a wrong type."""
        allowed = {option_name(field.name): field for field, option in options_of(kind) if option.in_file}
        return {
            self._known_key(key, allowed): _checked_value(
                f"{self._with_line(key)}: `{self.name}.{key}` is", str(allowed[key].type), value
            )
            for key, value in self.data.items()
        }

    def _known_key(self, key: str, allowed: Mapping[str, Any]) -> str:
        if key in allowed:
            return str(allowed[key].name)
        raise UsageError(
            f"{self._with_line(key)}: `{self.name}` has no key `{key}`.{did_you_mean(key, allowed)}\n"
            f"  Allowed: {', '.join(sorted(allowed))}."
        )

    def _with_line(self, key: str) -> str:
        """The file with the line of a key."""
        return toml_place(self.path, self.path.read_text(encoding="utf-8"), (*self.name.split("."), key))


def did_you_mean(given: str, allowed: Collection[str]) -> str:
    """The nearest allowed name as a question, "" where none is near."""
    near = get_close_matches(given, allowed, n=1)
    return f" Did you mean `{near[0]}`?" if near else ""


def toml_place(path: Path, text: str, keys: tuple[str, ...]) -> str:
    """A TOML file with the line on which nested keys stand, or the innermost table or key of them that has a line."""
    table: tuple[str, ...] = ()
    best, line = 0, 0
    for number, content in enumerate(text.splitlines(), start=1):
        header, key = _HEADER.match(content), _KEY.match(content)
        if header is not None:
            found = table = _key_parts(header[1])
        elif key is not None:
            found = (*table, *_key_parts(key[1]))
        else:
            continue
        if len(found) > best and keys[: len(found)] == found:
            best, line = len(found), number
    return f"{path}:{line}" if line else str(path)


def _key_parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip("\"'") for part in re.findall(_PART, text))


def read_toml(path: Path, given: str) -> tuple[str, dict[str, Any]]:
    """The text of a TOML file, and its data. `given` is how the user named it. Raises UsageError."""
    try:
        text = path.read_text(encoding="utf-8")
        return text, tomllib.loads(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{given}: cannot be read: {unreadable_reason(error)}.\n  Name an existing TOML file."
        ) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{path}: not TOML: {error}") from None


def _read(file: str | None) -> tuple[Path, dict[str, Any]]:
    """The outer table of a configuration file; empty where the default file does not exist or has no such table.

    Raises UsageError: the named file does not exist or is not TOML, or an entry with a table's name is not a table.
    """
    path = Path(file or "pyproject.toml")
    if file is None and not path.is_file():
        return path, {}
    _, data = read_toml(path, f"--config {path}")
    table = data.get("tool", {}).get("conformance", {})
    inner = ((f"{OUTER}.{name}", table.get(name, {}) if isinstance(table, dict) else {}) for name in INNER)
    for name, value in ((OUTER, table), *inner):
        if not isinstance(value, dict):
            raise UsageError(f"{path}: `{name}` is {value!r}.\n  Expected: a table.")
    return path, table


def _refuse_values(settings: RunSettings) -> None:
    for field, option in options_of(type(settings)):
        value = getattr(settings, field.name)
        if option.least is not None and value < option.least:
            raise UsageError(f"--{option_name(field.name)} is {value}.\n  Expected: {option.least} or more.")
        if option.most is not None and value > option.most:
            raise UsageError(f"--{option_name(field.name)} is {value}.\n  Expected: {option.most} or less.")
        _refuse_other_than(field.name, _texts(value), option)


def _texts(value: Any) -> Collection[str]:
    """The texts that a setting consists of."""
    if isinstance(value, Mapping):
        return tuple(value.values())
    return value if isinstance(value, tuple) else () if value is None else (value,)


def _refuse_other_than(name: str, values: Collection[str], option: Option) -> None:
    for value in values:
        if option.choices and value not in option.choices:
            raise UsageError(f"--{option_name(name)} is {value!r}.\n  Allowed: {', '.join(option.choices)}.")


def _require_one_server(settings: ServerSettings) -> None:
    if (settings.server is None) == (settings.url is None):
        got = "no server was given" if settings.server is None else "--server and --url were both given"
        raise UsageError(
            f"{got}.\n  Write --server VERSION to start one (such as 1.23.2), or --url URL to use a running one."
        )
    if getattr(settings, "fuzz", False) and settings.server is None:
        raise UsageError(
            "--fuzz needs --server: Schemathesis changes and deletes data of the server.\n"
            "  Name a release with --server; it is started for the run and removed afterwards."
        )
