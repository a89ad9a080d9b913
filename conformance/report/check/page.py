"""The HTML page of a `Report`, for people who have to decide what a finding means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from conformance.report.check import groups, phrases
from conformance.report.page import page
from conformance.report.report import Report

COLOURS: Final = {"reached": "good", "unreached": "bad", "untried": "warn", "absent": ""}
SHOWN: Final = 10  # findings of one check before the rest is folded away


def check_page(report: Report) -> str:
    """The report as a page."""
    return _PAGE.render(_values(report))


def _values(report: Report) -> Mapping[str, object]:
    states = groups.state_groups(report)
    return {
        "report": report,
        "remedies": phrases.remedies(report),
        "facts": phrases.facts(report),
        "counts": groups.check_counts(report),
        "new": groups.by_check(report, report.new),
        "known": [(group.check, groups.by_reason(group.findings)) for group in groups.by_check(report, report.known)],
        "families": groups.family_counts(report),
        "coverage": report.family_coverage(),
        "gaps": groups.not_covered(report),
        "states": states,
        "argument_groups": groups.argument_groups(report),
        "absent": {name for state in states if state.state == "absent" for name in state.operations},
        "colours": COLOURS,
        "blame": groups.by_blame(report.new),
        "not_replayed": groups.not_replayed(report),
        "new_by_operation": Counter(finding.operation for finding in report.new),
        "known_by_operation": Counter(finding.operation for finding in report.known),
        "shown": SHOWN,
    }


_PAGE: Final = page(
    "check.html.j2", where=phrases.where, code_blocks=phrases.code_blocks, by_blame=groups.by_blame,
    blame_text=phrases.blame, statuses=phrases.statuses,
)  # fmt: skip
