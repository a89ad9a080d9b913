"""The result document of the last run in a folder, kept in the cache: for `show` and `replay`.

Where the cache cannot be written there is none, and the commands read a report file instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final, TypeVar

from conformance.change import Change
from conformance.errors import UsageError, unreadable_reason
from conformance.finding import Finding
from conformance.report.build import AnyReport
from conformance.report.report import Report
from conformance.report.to_json import from_json, to_json
from conformance.report.upgrade_report import UpgradeReport
from conformance.targets.text_cache import TextCache
from conformance.text import brief, in_line

RESULTS: Final = TextCache("results", 50_000_000)
Shown = TypeVar("Shown")
SHOWN: Final = 8  # findings that are suggested


def keep(report: Report) -> None:
    """Keep the result as the last one of the current folder."""
    RESULTS.write(_key(), to_json(report))
    RESULTS.prune()


def read_result(file: Path | None) -> Report:
    """The result in a report file, or the last one of the current folder. Raises UsageError where there is none."""
    report = read_any_result(file)
    if not isinstance(report, Report):
        raise UsageError(
            f"--report {file}: this is the report of an upgrade, which has no findings.\n"
            "  Name a report of check or live; `conformance show` shows the changes of an upgrade."
        )
    return report


def read_any_result(file: Path | None) -> AnyReport:
    """Likewise, or the report of an upgrade in a file."""
    if file is not None:
        return read_document(file)
    text = RESULTS.read(_key())
    if text is None:
        raise UsageError(
            "no result: no run of check or live has ended in this folder.\n"
            "  Run one of them here, or name a report with --report FILE.json."
        )
    return from_json(text)


def read_document(file: Path) -> AnyReport:
    """The report of any command in a file that --report FILE.json has written. Raises UsageError."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"--report {file}: cannot be read: {unreadable_reason(error)}.\n"
            "  Name a file that --report FILE.json has written."
        ) from None
    return from_json(text)


def find_finding(report: Report, given: str) -> Finding:
    """The finding with an id, or the only one whose id contains the text. Raises UsageError with the nearest ids."""
    subject = f"the last result, of {report.sdk} {report.sdk_version}," if report.findings else "the last result"
    return _find({in_line(found.id): found for found in report.findings}, given, subject, "finding", "check: operation")


def find_change(report: UpgradeReport, given: str) -> Change:
    """Likewise a change of an upgrade."""
    subject = f"the upgrade of {report.sdk} from {report.old} to {report.new}"
    return _find({in_line(found.id): found for found in report.changes}, given, subject, "change", "rule: subject")


def _find(found: Mapping[str, Shown], given: str, subject: str, noun: str, form: str) -> Shown:
    """The item with an id, or the only one whose id contains the text."""
    wanted = in_line(given.strip())
    if wanted in found:
        return found[wanted]
    containing = [name for name in found if wanted.lower() in name.lower()] if wanted else []
    if len(containing) == 1:
        return found[containing[0]]
    if containing:
        more = f"\n    and {len(containing) - SHOWN} more" if len(containing) > SHOWN else ""
        listed = "".join(f"\n    {brief(name)}" for name in containing[:SHOWN])
        raise UsageError(
            f"{given!r}: {len(containing)} {noun}s of {subject} contain this:{listed}{more}\n  Give one of them."
        )
    near = get_close_matches(wanted, found, n=3, cutoff=0.4)
    nearest = f"\n  Nearest: {'; '.join(map(brief, near))}." if near else ""
    raise UsageError(
        f"{given!r}: none of the {len(found)} {noun}s of {subject} has this id.{nearest}\n"
        f"  An id is `{form}[.part]`, as in the reports."
    )


def _key() -> str:
    return hashlib.sha256(str(Path.cwd()).encode("utf-8", "surrogatepass")).hexdigest()
