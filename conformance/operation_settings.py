"""The settings of single operations: `[tool.conformance.operations."GLOB"]`, or the same tables of a file of its own.

[tool.conformance.operations."projects.create"]
examples = [{ title = "Birds" }]
values = { color = ["#FFFFFF", "#000000"] }
strategies = { label_config = "our_tests.strategies.label_configs" }

[tool.conformance.operations."prompts.*"]
skip = "our server has no prompts"
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from conformance.config import OUTER, did_you_mean, read_toml, toml_place
from conformance.errors import UsageError
from conformance.settings import SdkSettings

TABLE: Final = "operations"
KEYS: Final[Mapping[str, tuple[str, str]]] = {  # the meaning of each key, and what its value is
    "skip": ("leave the operations out of the run; reports give this reason", "a text: the reason"),
    "examples": ("calls to make besides the generated ones, with these arguments", "a list of tables of arguments"),
    "values": ("the only values of an argument, instead of generated ones", "a table of lists by argument"),
    "strategies": (
        "Hypothesis strategies for the values of an argument, by dotted name",
        'a table of dotted names by argument, such as { title = "our_tests.strategies.titles" }',
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationSettings:
    """The settings of the operations that match a glob. `places` names them in messages: file and line, by key."""

    glob: str
    places: Mapping[str, str] = field(default_factory=dict)
    skip: str = ""
    examples: tuple[Mapping[str, Any], ...] = ()
    values: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    strategies: Mapping[str, str] = field(default_factory=dict)

    def place_of(self, key: str = "") -> str:
        """The file, the line and the table of a key such as `values.title`; without a key, of all settings."""
        return f"{self.places.get(key, self.places.get('', ''))}: `{TABLE}.{self.glob}`"

    def applies_to(self, path: str) -> bool:
        """Whether the settings are about an operation."""
        return fnmatchcase(path, self.glob)


def operation_settings(settings: SdkSettings) -> tuple[OperationSettings, ...]:
    """The settings of operations of a run, in the order of the files. Raises UsageError, with line, key and remedy."""
    path = Path(settings.config or "pyproject.toml")
    text = path.read_text(encoding="utf-8") if settings.operations and path.is_file() else ""
    table = settings.TABLE if f"[{settings.TABLE}.{TABLE}." in text else OUTER
    found = _read_tables(settings.operations, lambda keys: toml_place(path, text, (*table.split("."), TABLE, *keys)))
    if settings.operations_file is not None:
        file = path.parent / settings.operations_file
        own, data = read_toml(file, f"operations-file {settings.operations_file}")
        for key in data:
            if key != TABLE:
                raise UsageError(f"{toml_place(file, own, (key,))}: unknown key `{key}`.\n  Allowed: {TABLE}.")
        tables = data.get(TABLE, {})
        if not _is_table_of_tables(tables):
            raise UsageError(
                f"{toml_place(file, own, (TABLE,))}: `{TABLE}` is {tables!r}.\n  Expected: tables by glob."
            )
        found += _read_tables(tables, lambda keys: toml_place(file, own, (TABLE, *keys)))
    return tuple(found)


def reason_to_skip(settings: Sequence[OperationSettings], path: str) -> str:
    """Why an operation is left out, "" where it is not."""
    return next((found.skip for found in reversed(settings) if found.skip and found.applies_to(path)), "")


def _is_table_of_tables(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(inner, dict) for inner in value.values())


def _read_tables(
    tables: Mapping[str, Mapping[str, Any]], place: Callable[[tuple[str, ...]], str]
) -> list[OperationSettings]:
    return [_read_table(glob, table, place) for glob, table in tables.items()]


def _read_table(glob: str, table: Mapping[str, Any], place: Callable[[tuple[str, ...]], str]) -> OperationSettings:
    for key, value in table.items():
        where = f"{place((glob, key))}: `{TABLE}.{glob}`"
        if key not in KEYS:
            raise UsageError(f"{where} has no key `{key}`.{did_you_mean(key, KEYS)}\n  Allowed: {', '.join(KEYS)}.")
        if not _is_allowed(key, value):
            raise UsageError(f"{where}: `{key}` is {value!r}.\n  Expected: {KEYS[key][1]}.")
    by_argument = ("values", "strategies")
    inner = {f"{key}.{name}": place((glob, key, name)) for key in by_argument for name in table.get(key, {})}
    return OperationSettings(
        glob=glob,
        places={"": place((glob,)), "examples": place((glob, "examples")), **inner},
        skip=str(table.get("skip", "")).strip(),
        examples=tuple(table.get("examples", ())),
        values={name: tuple(values) for name, values in table.get("values", {}).items()},
        strategies=dict(table.get("strategies", {})),
    )


def _is_allowed(key: str, value: Any) -> bool:
    match key:
        case "skip":
            return isinstance(value, str) and bool(value.strip())
        case "examples":
            return isinstance(value, list) and all(isinstance(example, dict) for example in value)
        case "values":
            return isinstance(value, dict) and all(isinstance(items, list) and items for items in value.values())
    return isinstance(value, dict) and all(isinstance(name, str) and "." in name for name in value.values())
