"""The HTML page of an `UpgradeReport`, for people who have to move from one release to the next."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from conformance.change import Impact
from conformance.report.page import page
from conformance.report.upgrade import groups, names, phrases
from conformance.report.upgrade_report import UpgradeReport

SHOWN: Final = 30  # lines of one kind before they are folded away
OPEN: Final = 12  # entries of one kind whose witnesses are unfolded


def upgrade_page(report: UpgradeReport) -> str:
    """The report as a page."""
    return _PAGE.render(_values(report))


def _values(report: UpgradeReport) -> Mapping[str, object]:
    breaking, risky = report.of(Impact.BREAKING), report.of(Impact.RISKY)
    files = groups.explained_files(report)
    return {
        "report": report,
        "version_step": phrases.version_step(report),
        "affected": phrases.affected(report),
        "levels": groups.levels(report),
        "confirmations": groups.confirmations(report),
        "facts": phrases.facts(report),
        "limits": tuple(phrases.limits(report)),
        "releases": groups.counts_by_release(report),
        "affected_lines": groups.affected_lines(report),
        "steps": groups.steps(report),
        "steps_by_rule": groups.steps_by_rule(report),
        "severe": (
            ("breaking", breaking, groups.by_rule(report, breaking)),
            ("risky", risky, groups.by_rule(report, risky)),
        ),
        "modules": groups.added_by_module(report),
        "other": groups.by_rule(report, groups.other(report)),
        "documentation": groups.by_rule(report, report.of(Impact.DOCUMENTATION)),
        "files": files,
        "changed": sum(row.state != "same" for row in report.rows),
        "changed_files": phrases.changed_files(report),
        "unexplained": phrases.unexplained(report),
        "rows_by_name": groups.rows_by_name(files),
        "folds": len(groups.merge_equal(risky)) > SHOWN,
        "evidence": phrases.EVIDENCE,
        "noticed": phrases.NOTICED,
        "shown": SHOWN,
        "open": OPEN,
    }


_PAGE: Final = page(
    "upgrade.html.j2", where=names.where, near=names.near, anchor=names.anchor, file_anchor=names.file_anchor,
    introduced=phrases.introduced, proof=phrases.proof, outcome=phrases.outcome,
)  # fmt: skip
