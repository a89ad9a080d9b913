"""One HTML page that needs nothing else: for people who have to move from one release to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from conformance.change import Impact
from conformance.report.page import page
from conformance.report.upgrade import sentences, views
from conformance.report.upgrade_report import UpgradeReport

SHOWN: Final = 30  # lines of one kind before they are folded away
OPEN: Final = 12  # entries of one kind whose witnesses are unfolded


def to_html(report: UpgradeReport) -> str:
    """The report as a self-contained page: no scripts, nothing fetched, light and dark."""
    return _PAGE.render(_content(report))


def _content(report: UpgradeReport) -> Mapping[str, object]:
    breaking, risky = report.of(Impact.BREAKING), report.of(Impact.RISKY)
    rows = views.explained(report)
    return {
        "report": report,
        "bump": sentences.bump(report),
        "touched": sentences.touched(report),
        "levels": views.levels(report),
        "confirmations": views.confirmations(report),
        "facts": sentences.facts(report),
        "limits": sentences.limits(report),
        "arrivals": views.arrivals(report),
        "touches": views.touches(report),
        "steps": views.steps(report),
        "steps_by_rule": views.steps_by_rule(report),
        "severe": (
            ("breaking", breaking, views.by_rule(report, breaking)),
            ("risky", risky, views.by_rule(report, risky)),
        ),
        "homes": views.homes(report),
        "other": views.by_rule(report, views.other(report)),
        "documentation": views.by_rule(report, report.of(Impact.DOCUMENTATION)),
        "rows": rows,
        "changed": sum(row.state != "same" for row in report.rows),
        "changed_files": sentences.changed_files(report),
        "row_of": views.row_of(rows),
        "folds": len(views.entries(risky)) > SHOWN,
        "means": sentences.MEANS,
        "shown": SHOWN,
        "open": OPEN,
    }


_PAGE: Final = page(
    "upgrade.html.j2",
    where=views.where,
    near=views.near,
    short=views.short,
    anchor=views.anchor,
    file_anchor=views.file_anchor,
    noticed=sentences.noticed,
    arrived=sentences.arrived,
    proof=sentences.proof,
    tried=sentences.tried,
)
