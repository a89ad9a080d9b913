"""`conformance history`: from a folder of result documents to a history."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timezone
from pathlib import Path
from typing import Final

from conformance.errors import UsageError
from conformance.pipeline.console import tool_version
from conformance.report.history.history import History, Run, build_history
from conformance.report.report import Report
from conformance.report.to_json import from_json

MOST: Final = 1_000  # documents
SHOWN: Final = 5  # names of files that are no results
_DAY: Final = re.compile(r"(?<!\d)(20\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")


def read_history(folder: Path) -> History:
    """The history of the JSON reports in a folder and in those below it.

    A run's day is the date in its path, as `2026-11-23/report.json`, otherwise that of the file. Raises UsageError.
    """
    if not folder.is_dir():
        got = "is a file" if folder.exists() else "does not exist"
        raise UsageError(
            f"history {folder}: this folder {got}.\n  Name a folder with reports written by --report FILE.json."
        )
    runs, skipped = [], []
    for path in _documents(folder):
        name = path.relative_to(folder).as_posix()
        try:
            report = from_json(path.read_text(encoding="utf-8"))
        except (UsageError, OSError, UnicodeDecodeError):
            skipped.append(name)
            continue
        if isinstance(report, Report):
            runs.append(Run(name=name, day=_day(path, name), report=report))
        else:
            skipped.append(name)
    if not runs:
        raise UsageError(
            f"history {folder}: there is no result of check or live in it.{_found_files(skipped)}\n"
            "  Write them with --report FILE.json, for example one each night."
        )
    return build_history(runs, tool_version=tool_version(), folder=folder.name or str(folder), skipped=skipped)


def _found_files(skipped: Sequence[str]) -> str:
    """The files that are no results, the first ones by name."""
    more = f" and {len(skipped) - SHOWN} more" if len(skipped) > SHOWN else ""
    return f"\n  Found: {', '.join(skipped[:SHOWN])}{more}." if skipped else ""


def _documents(folder: Path) -> Iterator[Path]:
    for number, path in enumerate(sorted(path for path in folder.rglob("*.json") if path.is_file())):
        if number >= MOST:
            raise UsageError(f"history {folder}: more than {MOST} JSON files.\n  Name a folder with fewer of them.")
        yield path


def _day(path: Path, name: str) -> date:
    found = _DAY.findall(name)
    if found:
        try:
            return date(*map(int, found[-1]))
        except ValueError:  # as 31 February
            pass
    return datetime.fromtimestamp(path.stat().st_mtime, tz=timezone.utc).date()
