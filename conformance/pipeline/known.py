"""`--write-known` and `conformance known prune`: lists of known findings, from what a run has found."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from conformance.checks import all_checks
from conformance.errors import EnvironmentFailed, UsageError, unreadable_reason
from conformance.report.files import check_known, replace_text
from conformance.report.known_file import load_known
from conformance.report.known_writer import with_findings, without_stale
from conformance.report.report import Report
from conformance.settings import CheckSettings, LiveSettings
from conformance.text import counted


def check_write_known(settings: CheckSettings | LiveSettings) -> None:
    """Raise UsageError where the options of --write-known are incomplete or wrong, or TargetError for a wrong list."""
    if settings.write_known is None:
        given = "--known-reason" if settings.known_reason else "--known-expires" if settings.known_expires else ""
        if given:
            raise UsageError(
                f"{given}: it says something about --write-known, which was not given.\n  Add it: --write-known FILE."
            )
        return
    if not (settings.known_reason or "").strip():
        raise UsageError(
            "--write-known: each known finding has a reason, and none was given.\n"
            "  Explain to the next reader why they are expected: --known-reason TEXT."
        )
    _expires(settings)
    path = Path(settings.write_known)
    check_known(path, "--write-known")
    load_known(path, required=False, checks=[check.id for check in all_checks()])


def write_known(settings: CheckSettings | LiveSettings, report: Report) -> str | None:
    """Add the new findings of a run to the list that --write-known names; the line that says so. None without it.

    Raises EnvironmentFailed: the file cannot be written.
    """
    if settings.write_known is None:
        return None
    path = Path(settings.write_known)
    text, number = with_findings(
        _read(path),
        report.new,
        reason=(settings.known_reason or "").strip(),
        expires=_expires(settings),
        file=str(path),
    )
    if number:
        replace_text(path, text)
    return f"{path}: {counted(number, 'finding')} added"


def prune_known(file: Path, report: Report) -> Sequence[str]:
    """Remove from a list what the last result did not find; the lines that say so.

    Raises UsageError or TargetError: the list does not exist or is wrong.
    """
    check_known(file, "known prune")
    load_known(file, required=True, checks=[check.id for check in all_checks()])
    stale = [entry for entry in report.stale if Path(entry.file).name == file.name]
    text, removed = without_stale(_read(file), stale, file=str(file))
    if not removed:
        return [f"{file}: nothing to remove; each of its findings that was looked for occurred"]
    replace_text(file, text)
    return [*(f"removed {name}" for name in removed), f"{file}: {counted(len(removed), 'finding')} removed"]


def _expires(settings: CheckSettings | LiveSettings) -> date | None:
    if settings.known_expires is None:
        return None
    try:
        return date.fromisoformat(settings.known_expires)
    except ValueError:
        raise UsageError(
            f"--known-expires {settings.known_expires}: this is no day.\n  Write it as 2027-01-31."
        ) from None


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise EnvironmentFailed(f"{path}: cannot be read: {unreadable_reason(error)}.") from None
