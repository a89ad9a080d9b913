"""SARIF 2.1.0, for code scanning: a finding is a result, a known one a suppressed result."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Final

from conformance.finding import Finding, Severity, Stale
from conformance.report.reach import state_groups
from conformance.report.report import Report
from conformance.report.sarif import Notice, Place, Result, Rule, SarifLevel, document
from conformance.text import last_line

LEVELS: Final[Mapping[Severity, SarifLevel]] = {
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NOTE: "note",
}
STALE: Final = Rule(
    "known_deviation_stale",
    "A known deviation did not happen.",
    "A known deviation was looked for and did not happen.\n\nWhat to do\n    Take it off the list.",
    "known",
    "error",
)


def to_sarif(report: Report) -> str:
    """The report as a SARIF log. A finding is about the SDK, which has no line in the user's files."""
    results = [*(_finding(report, finding) for finding in report.findings), *map(_stale, report.stale)]
    complete = not report.interrupted and not report.crashed
    return document(report.tool_version, list(_rules(report)), results, _notices(report), complete=complete)


def _rules(report: Report) -> Iterator[Rule]:
    levels: dict[str, SarifLevel] = {}
    for finding in report.findings:  # the most severe first
        levels.setdefault(finding.check, LEVELS[finding.severity])
    for check in report.checks:
        yield Rule(check.id, check.summary, check.documentation, check.family, levels.get(check.id, "warning"))
    if report.stale:
        yield STALE


def _finding(report: Report, finding: Finding) -> Result:
    return Result(
        rule=finding.check,
        level=LEVELS[finding.severity],
        message=f"{finding.operation}: {finding.message}",
        identity=finding.id,
        place=Place(report.sdk),
        names=(finding.operation,),
        accepted=finding.known,
        blame=finding.blame.value,
    )


def _stale(stale: Stale) -> Result:
    return Result(
        rule=STALE.id,
        level="error",
        message=f"This known deviation did not happen: {stale.finding}. It was accepted: {stale.reason}",
        identity=stale.finding,
        place=Place(PurePath(stale.file).name),  # where it is on this machine is nobody's business
    )


def _notices(report: Report) -> Iterator[Notice]:
    yield Notice("note" if report.conforms else "error", report.verdict)
    for note in report.notes:
        yield Notice("note", note)
    if report.server is not None:
        yield Notice("note", f"{report.extent}.")
    for band in state_groups(report):
        if band.state in {"unreached", "unasked"}:
            for reason, operations in band.reasons.items():
                yield Notice("warning", f"{band.words}: {', '.join(operations)}: {reason}")
    for coverage in report.crashed:
        yield Notice(
            "error", f"{coverage.operation} could not be judged: {last_line(coverage.crash or '') or 'it crashed'}"
        )
