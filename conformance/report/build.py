"""The document of a report of either kind."""

from __future__ import annotations

from conformance.report.check.build import check_document
from conformance.report.document import Document
from conformance.report.report import Report
from conformance.report.upgrade.build import upgrade_document
from conformance.report.upgrade_report import UpgradeReport

AnyReport = Report | UpgradeReport


def document_of(report: AnyReport, *, limit: int | None = None) -> Document:
    """The report as a document. `limit` is how many items of the most important sections a terminal shows."""
    return upgrade_document(report, limit) if isinstance(report, UpgradeReport) else check_document(report, limit)
