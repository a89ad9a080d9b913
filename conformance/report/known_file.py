"""Reads known.toml. Every error names the file, the entry, the key, and the allowed values."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from conformance.errors import TargetError
from conformance.occurrence import CORE, GENERATED
from conformance.report.known import Known, WhenAbsent
from conformance.report.operation_patterns import CoveredOperations, OperationPattern, alternatives

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

EXTENDS = "extends"  # a key of the file: with `extends = "target"` the list adds to that of the target
KEYS = ("check", "where", "operations", "all_but", "reason", "sdk", "server", "link", "expires")


def load_known(
    path: Path, *, required: bool, checks: Collection[str], when_absent: WhenAbsent = "stale"
) -> tuple[Known, ...]:
    """Read a known.toml; `checks` are the ids that exist. A missing file is an empty list unless it is `required`.

    `when_absent` says what an entry is whose findings do not occur.

    Raises TargetError with the problem, its entry, and the allowed values.
    """
    data = _read(path, required=required)
    entries = tuple(
        replace(_EntryReader(path, number, table).read(checks), when_absent=when_absent)
        for number, table in enumerate(_tables(path, data), start=1)
    )
    _refuse_duplicates(entries)
    return entries


def extends_target(path: Path) -> bool:
    """Whether a list adds to the known findings of the target: `extends = "target"`. Raises like `load_known`."""
    return EXTENDS in _read(path, required=True)


def _read(path: Path, *, required: bool) -> dict[str, Any]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if not required:
            return {}
        raise TargetError(f"{path}: no such file.\n  Name an existing file of known findings.") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise TargetError(f"{path}: cannot be read as TOML: {error}") from None
    if data.get(EXTENDS, "target") != "target":
        raise TargetError(f'{path}: `{EXTENDS}` is {data[EXTENDS]!r}.\n  Allowed: "target".')
    return data


def _tables(path: Path, data: dict[str, Any]) -> list[dict[str, Any]]:
    tables = data.get("known", [])
    unknown = [key for key in data if key not in {"known", EXTENDS}]
    if unknown:
        raise TargetError(
            f"{path}: unknown key {_quoted(unknown)}.\n"
            f"  Allowed: only `[[known]]` entries, and `{EXTENDS}` before them."
        )
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise TargetError(f"{path}: `known` is not a list of tables.\n  Write each entry under a line `[[known]]`.")
    return tables


@dataclass(frozen=True, slots=True)
class _EntryReader:
    """Reads one table of the file."""

    file: Path
    number: int
    table: dict[str, Any]

    def read(self, checks: Collection[str]) -> Known:
        unknown = [key for key in self.table if key not in KEYS]
        if unknown:
            raise self.error(f"unknown key {_quoted(unknown)}", f"Allowed: {_quoted(KEYS)}.")
        check = self.check(checks)
        return Known(
            check=check,
            where=self.where(check),
            reason=self.text("reason", "Explain to the next reader why the finding is expected."),
            file=str(self.file),
            sdk=self.versions("sdk"),
            server=self.versions("server"),
            link=self.link(),
            expires=self.expires(),
            operations=self.operations(),
        )

    def error(self, got: str, next_step: str) -> TargetError:
        check = self.table.get("check")
        name = f' (check "{check}")' if isinstance(check, str) else ""
        return TargetError(f"{self.file}: entry {self.number}{name}: {got}.\n  {next_step}")

    def text(self, key: str, next_step: str) -> str:
        value = self.table.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.error(f"`{key}` is {_describe(value)}", f"Expected: text. {next_step}")
        return value.strip()

    def check(self, checks: Collection[str]) -> str:
        check = self.text("check", "Write the id of a check, the first part of a finding's id.")
        if check not in checks:
            nearest = get_close_matches(check, checks, n=3)
            next_step = f"Did you mean {_quoted(nearest)}?" if nearest else f"Allowed: {_quoted(sorted(checks))}."
            raise self.error(f"unknown check {check!r}", next_step)
        return check

    def where(self, check: str) -> tuple[str, ...]:
        items = self.table.get("where")
        if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
            next_step = (
                'Expected: a list of text, such as ["prompts.get.id"]: what follows the check in each finding\'s id.'
            )
            raise self.error(f"`where` is {_describe(items)}", next_step)
        for item in items:
            self.refuse_id_or_pattern(item, check)
        return tuple(name for item in items for name in alternatives(item))

    def operations(self) -> CoveredOperations | None:
        if "operations" not in self.table and "all_but" not in self.table:
            return None
        included = self.patterns("operations") if "operations" in self.table else (OperationPattern.read("*"),)
        return CoveredOperations(included, self.patterns("all_but") if "all_but" in self.table else ())

    def patterns(self, key: str) -> tuple[OperationPattern, ...]:
        items = self.table[key]
        if not isinstance(items, list) or not items or not all(isinstance(item, str) and item for item in items):
            next_step = 'Expected: a list of text, such as ["projects.*", "{tasks,views}.list", "users.get [404]"].'
            raise self.error(f"`{key}` is {_describe(items)}", next_step)
        try:
            return tuple(map(OperationPattern.read, items))
        except ValueError as error:
            raise self.error(f"`{key}` is {items!r}", f"Expected: {error}.") from None

    def refuse_id_or_pattern(self, item: str, check: str) -> None:
        if item.startswith(f"{check}: "):
            next_step = f"Leave out the check: {item.removeprefix(f'{check}: ')!r}."
            raise self.error(f"`where` holds the whole id {item!r}", next_step)
        in_shared_code = item.startswith((CORE, GENERATED))  # its name may be a line of code
        if ("*" in item or "?" in item) and not in_shared_code:
            next_step = (
                "A pattern would also match findings that have not been reviewed.\n"
                "  List every operation or part, exactly as in the findings' ids; `{a,b}` stands for both.\n"
                "  The operations that show a finding of the shared code stand under `operations`."
            )
            raise self.error(f"`where` holds {item!r}; wildcards are refused", next_step)

    def versions(self, key: str) -> str | None:
        if key not in self.table:
            return None
        versions = self.text(key, 'Write a version specifier such as "<2.1".')
        try:
            SpecifierSet(versions)
        except InvalidSpecifier:
            next_step = 'Expected: a version specifier such as "<2.1" or ">=2,<3".'
            raise self.error(f"`{key}` is {versions!r}", next_step) from None
        return versions

    def link(self) -> str | None:
        if "link" not in self.table:
            return None
        link = self.text("link", "Write the address of a page.")
        if not link.startswith(("https://", "http://")):
            raise self.error(f"`link` is {link!r}", "Expected: an address that starts with https:// or http://.")
        return link

    def expires(self) -> date | None:
        value = self.table.get("expires")
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            raise self.error(f"`expires` is {_describe(value)}", "Expected: a date without quotes, such as 2027-01-01.")
        return value


def _refuse_duplicates(entries: Sequence[Known]) -> None:
    numbers: dict[tuple[str, CoveredOperations | None], dict[tuple[str | None, str | None], int]] = {}
    for number, entry in enumerate(entries, start=1):
        condition = (entry.sdk, entry.server)
        for finding_id in entry.ids:
            earlier = numbers.setdefault((finding_id, entry.operations), {})
            # Two entries may list the same finding only if each has a condition of its own.
            if earlier and ((None, None) in {*earlier, condition} or condition in earlier):
                raise TargetError(
                    f'{entry.file}: entry {number} (check "{entry.check}"): {finding_id!r} is listed twice,'
                    f" first in entry {next(iter(earlier.values()))}.\n"
                    "  Remove one, or give both different `sdk` or `server` conditions."
                )
            earlier[condition] = number


def _quoted(names: Collection[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _describe(value: object) -> str:
    return "missing" if value is None else repr(str(value) if isinstance(value, date) else value)
