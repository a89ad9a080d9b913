"""The document of a report of any kind."""

from __future__ import annotations

from conformance.report.check.build import check_document
from conformance.report.document import Document
from conformance.report.history.history import History
from conformance.report.history.sections import history_document
from conformance.report.matrix.matrix import Matrix
from conformance.report.matrix.sections import matrix_document
from conformance.report.mutants.report import MutationReport
from conformance.report.mutants.sections import mutants_document
from conformance.report.report import Report
from conformance.report.upgrade.build import upgrade_document
from conformance.report.upgrade_report import UpgradeReport

AnyReport = Report | UpgradeReport
Shown = AnyReport | History | MutationReport | Matrix  # everything that people can look at


def document_of(report: Shown, *, limit: int | None = None) -> Document:
    """The report as a document. `limit` is how many items of the most important sections a terminal shows."""
    if isinstance(report, History):
        return history_document(report, limit)
    if isinstance(report, Matrix):
        return matrix_document(report, limit)
    if isinstance(report, MutationReport):
        return mutants_document(report, limit)
    return upgrade_document(report, limit) if isinstance(report, UpgradeReport) else check_document(report, limit)
