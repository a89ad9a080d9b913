"""The result documents of the last runs in a folder, kept in the cache: for `show` and `replay`.

Where the cache cannot be written there is none, and the commands read a report file instead.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final

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
SHOWN: Final = 8  # findings that are suggested
_FINDING_FORM: Final = "check: operation[.part]"
_CHANGE_FORM: Final = "rule: subject[.part]"


def keep(report: AnyReport) -> None:
    """Keep the result as the last one of the current folder: of check and live, or of upgrade."""
    RESULTS.write(_key(upgrade=isinstance(report, UpgradeReport)), to_json(report))
    RESULTS.prune()


def read_result(file: Path | None) -> Report:
    """The result in a report file, or the last one of the current folder. Raises UsageError where there is none."""
    report = read_document(file) if file is not None else _last(upgrade=False)
    if report is None:
        raise _no_result("check or live")
    if not isinstance(report, Report):
        raise UsageError(
            f"--report {file}: this is the report of an upgrade, which has no findings.\n"
            "  Name a report of check or live; `conformance show` shows the changes of an upgrade."
        )
    return report


def read_results(file: Path | None) -> tuple[AnyReport, ...]:
    """The result in a report file, or the last ones of the current folder: of check or live, and of upgrade.

    Raises UsageError where there is none.
    """
    if file is not None:
        return (read_document(file),)
    found = tuple(report for upgrade in (False, True) if (report := _last(upgrade=upgrade)) is not None)
    if not found:
        raise _no_result("check, live or upgrade")
    return found


def _last(*, upgrade: bool) -> AnyReport | None:
    text = RESULTS.read(_key(upgrade=upgrade))
    return None if text is None else from_json(text)


def _no_result(commands: str) -> UsageError:
    return UsageError(
        f"no result: no run of {commands} has ended in this folder.\n"
        "  Run one of them here, or name a report with --report FILE.json."
    )


def read_document(file: Path) -> AnyReport:
    """The report of any command in a file that --report FILE.json has written. Raises UsageError."""
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(
            f"{file}: cannot be read: {unreadable_reason(error)}.\n  Name a file that --report FILE.json has written."
        ) from None
    return from_json(text, str(file))


def find_finding(report: Report, given: str) -> Finding:
    """The finding with an id, or the only one whose id, or else `check: operation`, contains the text.

    Raises UsageError with the nearest ids.
    """
    found = {in_line(finding.id): finding for finding in report.findings}
    return found[_find(_places(found), given, _subject(report), "finding", _FINDING_FORM)]


def find_shown(reports: Sequence[AnyReport], given: str) -> tuple[AnyReport, Finding | Change]:
    """Likewise among the findings and changes of some results; with the result that has it."""
    found = shown_in(reports)
    changes = [isinstance(report, UpgradeReport) for report in reports]
    noun = "change" if all(changes) else "finding or change" if any(changes) else "finding"
    form = " or ".join(dict.fromkeys(_CHANGE_FORM if change else _FINDING_FORM for change in changes))
    places = _places({name: item for name, (_, item) in found.items()})
    return found[_find(places, given, " and ".join(map(_subject, reports)), noun, form)]


def shown_in(reports: Sequence[AnyReport]) -> dict[str, tuple[AnyReport, Finding | Change]]:
    """The findings and changes of some results by id, each with the first result that has it."""
    found: dict[str, tuple[AnyReport, Finding | Change]] = {}
    for report in reports:
        shown: Iterable[Finding | Change] = report.changes if isinstance(report, UpgradeReport) else report.findings
        for item in shown:
            found.setdefault(in_line(item.id), (report, item))
    return found


def _places(found: Mapping[str, Finding | Change]) -> dict[str, tuple[str, ...]]:
    """The texts that name each finding, too: its cause is elsewhere, and its operations are what a user knows."""
    return {
        name: tuple(
            in_line(f"{item.check}: {occurrence.operation}.{occurrence.part}") for occurrence in item.occurrences
        )
        if isinstance(item, Finding)
        else ()
        for name, item in found.items()
    }


def _subject(report: AnyReport) -> str:
    if isinstance(report, UpgradeReport):
        return f"the upgrade of {report.sdk} from {report.old} to {report.new}"
    return f"the last result, of {report.sdk} {report.sdk_version}," if report.findings else "the last result"


def _find(found: Mapping[str, Collection[str]], given: str, subject: str, noun: str, form: str) -> str:
    """The given id, or the only one that contains the text."""
    wanted, plural = in_line(given.strip()), " or ".join(f"{word}s" for word in noun.split(" or "))
    if wanted in found:
        return wanted
    containing = [name for name in found if wanted.lower() in name.lower()] if wanted else []
    if wanted and not containing:
        containing = [name for name, places in found.items() if any(wanted in place for place in places)]
    if len(containing) == 1:
        return containing[0]
    if containing:
        more = f"\n    and {len(containing) - SHOWN} more" if len(containing) > SHOWN else ""
        listed = "".join(f"\n    {brief(name)}" for name in containing[:SHOWN])
        raise UsageError(
            f"{given!r}: {len(containing)} {plural} of {subject} contain this:{listed}{more}\n  Give one of them."
        )
    near = get_close_matches(wanted, found, n=3, cutoff=0.4)
    nearest = f"\n  Nearest: {'; '.join(map(brief, near))}." if near else ""
    raise UsageError(
        f"{given!r}: none of the {len(found)} {plural} of {subject} has this id.{nearest}\n"
        f"  An id is `{form}`, as in the reports."
    )


def _key(*, upgrade: bool) -> str:
    folder = hashlib.sha256(str(Path.cwd()).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{folder}-upgrade" if upgrade else folder
