"""Scenarios: programs of a target that exercise the helpers of an SDK on both releases.

`scenarios.toml` of a target holds `[[scenario]]` tables with `name` ("JSON schema: $tag"), `subject` (the dotted name
under test), `code` (its `result` is compared) and optionally `each`, the name of a list of tables in the same file.
With `each` the scenario runs once per table: `$key` is replaced by the value in the table, and `$$` by a dollar sign.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from typing import Any, Final

from conformance.errors import TargetError
from conformance.targets.target import Target
from conformance.upgrade.pair import ScenarioResult
from conformance.upgrade.witness.outcome import Outcome

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_KEYS: Final = ("name", "subject", "code", "each")


@dataclass(frozen=True, slots=True)
class ScenarioStep:
    """One program of a scenario. `group` is the scenario's name, `case` the value that fills it in, or ""."""

    group: str
    case: str
    subject: str
    code: str


def load_scenarios(target: Target) -> tuple[ScenarioStep, ...]:
    """Every program of a target's scenarios; none where the target has no such file.

    Raises TargetError: the file cannot be read, or a scenario is invalid.
    """
    file = target.scenarios_file
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TargetError(f"{file}: cannot be read as TOML: {error}") from None
    return tuple(
        step for number, table in enumerate(data.get("scenario", []), 1) for step in _steps(file, number, table, data)
    )


def _steps(file: Path, number: int, table: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[ScenarioStep]:
    where = f"{file}: scenario {number}"
    unknown = sorted(set(table) - set(_KEYS))
    if unknown:
        raise TargetError(f"{where}: unknown key `{unknown[0]}`.\n  Allowed: {', '.join(_KEYS)}.")
    for key in _KEYS[:3]:
        if not isinstance(table.get(key), str):
            raise TargetError(f"{where}: `{key}` is {table.get(key)!r}.\n  Expected: a string.")
    fillings = data.get(table["each"]) if "each" in table else [{}]
    if not isinstance(fillings, list):
        raise TargetError(f"{where}: `each` names {table['each']!r}, which is not a list of tables in this file.")
    for filling in fillings:
        try:
            code = Template(table["code"]).substitute(filling)
        except (KeyError, ValueError) as error:
            raise TargetError(
                f"{where}: its code has an invalid placeholder: {error}.\n  Write $$ for a dollar sign."
            ) from None
        case = next(iter(filling.values()), "")
        yield ScenarioStep(table["name"].partition(": $")[0], str(case), table["subject"], code.strip() + "\n")


def scenario_result(step: ScenarioStep, old: Outcome, new: Outcome) -> ScenarioResult:
    """The result of a program on both sides."""
    before, after = (end.result if end.succeeded else end.ending for end in (old, new))
    return ScenarioResult(
        group=step.group,
        case=step.case,
        subject=step.subject,
        code=step.code,
        old=before,
        new=after,
        old_failed=not old.succeeded,
        new_failed=not new.succeeded,
    )
