"""One HTML page that needs nothing else: nothing is fetched, and without its script it can still be read."""

from __future__ import annotations

from conformance.report.build import Shown
from conformance.report.check.page import check_page
from conformance.report.history.history import History
from conformance.report.history.page import history_page
from conformance.report.matrix.matrix import Matrix
from conformance.report.matrix.page import matrix_page
from conformance.report.mutants.page import mutants_page
from conformance.report.mutants.report import MutationReport
from conformance.report.upgrade.page import upgrade_page
from conformance.report.upgrade_report import UpgradeReport


def to_html(report: Shown) -> str:
    """The report as a self-contained page."""
    if isinstance(report, History):
        return history_page(report)
    if isinstance(report, Matrix):
        return matrix_page(report)
    if isinstance(report, MutationReport):
        return mutants_page(report)
    return upgrade_page(report) if isinstance(report, UpgradeReport) else check_page(report)
