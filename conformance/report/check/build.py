"""The document of a `Report`."""

from __future__ import annotations

from collections.abc import Iterator

from conformance.report.check import phrases
from conformance.report.check.results import results, rules, suites
from conformance.report.check.sections import sections
from conformance.report.document import Document
from conformance.report.report import Report

LIMIT = 4  # of each kind on a terminal, which the summary fits

MORE = "Evidence and reproductions: conformance show FINDING; of all findings: add --report report.html"


def check_document(report: Report, limit: int | None = None) -> Document:
    """The report as a document."""
    return Document(
        name=f"conformance of {report.sdk} {report.sdk_version}",
        tool_version=report.tool_version,
        verdict=report.verdict,
        passed=report.conforms,
        fails=not report.conforms,
        interrupted=report.interrupted,
        complete=not report.interrupted and not report.crashed,
        lead=tuple(_lead(report)),
        notes=report.notes,
        facts=phrases.facts(report),
        more=MORE if report.new else "",
        sections=tuple(sections(report, LIMIT if limit is None else limit)),
        suites=tuple(suites(report)),
        rules=tuple(rules(report)),
        results=tuple(results(report)),
    )


def _lead(report: Report) -> Iterator[str]:
    """The reach of a run on a server, and who has to change."""
    if report.server is None:
        return
    if not report.conforms:  # otherwise the verdict says it
        yield f"{report.extent}."
    if report.new:
        yield f"Who has to change for the new findings: {phrases.blame(report.new)}."
    if arguments := phrases.argument_summary(report):
        yield f"Arguments of the operations that were reached: {arguments}."
    if shares := phrases.time_shares(report):
        yield f"{shares}."
