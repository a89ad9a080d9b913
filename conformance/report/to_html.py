"""One HTML page that needs nothing else: for people who have to decide what a finding means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Final

from conformance.report import reach, views
from conformance.report.page import page
from conformance.report.report import Report

COLOURS: Final = {"reached": "good", "unreached": "bad", "unasked": "warn", "absent": ""}
SHOWN: Final = 10  # findings of one check before the rest is folded away


def to_html(report: Report) -> str:
    """The report as a self-contained page: no scripts, nothing fetched, light and dark."""
    return _PAGE.render(_content(report))


def _content(report: Report) -> Mapping[str, object]:
    bands = reach.state_groups(report)
    return {
        "report": report,
        "facts": views.facts(report),
        "tallies": views.tallies(report),
        "new": views.by_check(report, report.new),
        "known": [(group.check, views.by_reason(group.findings)) for group in views.by_check(report, report.known)],
        "families": views.families(report),
        "coverage": report.family_coverage(),
        "gaps": views.gaps(report),
        "bands": bands,
        "away": {name for band in bands if band.state == "absent" for name in band.operations},
        "colours": COLOURS,
        "blamed": reach.blamed(report.new),
        "replays": reach.replays(report),
        "new_of": Counter(finding.operation for finding in report.new),
        "known_of": Counter(finding.operation for finding in report.known),
        "shown": SHOWN,
    }


_PAGE: Final = page(
    "report.html.j2", where=views.where, exhibits=views.exhibits, blamed=reach.blamed,
    blame_words=reach.blame_words, statuses=reach.statuses,
)  # fmt: skip
