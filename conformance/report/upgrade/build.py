"""The document of an `UpgradeReport`."""

from __future__ import annotations

from conformance.change import Impact
from conformance.report.document import Document
from conformance.report.upgrade import phrases
from conformance.report.upgrade.results import results, rules, suites
from conformance.report.upgrade.sections import sections
from conformance.report.upgrade_report import UpgradeReport

LIMIT = 5  # breaking changes on a terminal, and lines of the user's code; half as many risky changes


def upgrade_document(report: UpgradeReport, limit: int | None = None) -> Document:
    """The report as a document."""
    affected = phrases.affected(report)
    return Document(
        name=f"upgrade of {report.sdk} from {report.old} to {report.new}",
        tool_version=report.tool_version,
        verdict=f"{report.sdk}: {report.verdict}",
        passed=not report.of(Impact.BREAKING) and not report.interrupted,
        fails=report.fails,
        interrupted=report.interrupted,
        complete=not report.interrupted,
        lead=(phrases.version_step(report), *([f"{affected}."] if affected else [])),
        notes=(*report.notes, *phrases.limits(report)),
        facts=phrases.facts(report),
        more="Programs that show each change, and all files: add --report report.html" if report.changes else "",
        sections=tuple(sections(report, LIMIT if limit is None else limit)),
        suites=tuple(suites(report)),
        rules=tuple(rules(report)),
        results=tuple(results(report)),
    )
