"""JUnit XML: what continuous integration servers show. A suite is an operation, a case is a check that judged it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element, SubElement

from conformance.finding import Coverage, Finding, Reach
from conformance.report.junit import case, document, say
from conformance.report.reach import statuses
from conformance.report.report import REACH, Report
from conformance.report.views import exhibits, facts
from conformance.text import counted, in_line, last_line, visible


def to_junit(report: Report) -> str:
    """The report as JUnit XML: a failure or an error is in it exactly when the report does not conform."""
    root = Element("testsuites", name=in_line(f"conformance of {report.sdk} {report.sdk_version}"))
    root.append(_run(report))
    root.extend(_operations(report))
    if report.stale:
        root.append(_known_deviations(report))
    return document(root)


def _run(report: Report) -> Element:
    suite = Element("testsuite", name="run")
    properties = SubElement(suite, "properties")
    for name, value in facts(report):
        SubElement(properties, "property", name=name, value=in_line(value))
    if report.interrupted:
        say(case(suite, "complete", "run"), "error", "The run was interrupted.", report.verdict)
    SubElement(suite, "system-out").text = visible("\n".join((report.verdict, *report.notes)))
    return suite


def _operations(report: Report) -> Iterable[Element]:
    findings: dict[str, list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault(finding.operation, []).append(finding)
    for coverage in report.operations:
        yield _operation(coverage.operation, coverage, findings.pop(coverage.operation, []))
    # What is left belongs to no operation that was covered: it must not be lost here.
    for operation, found in findings.items():
        yield _operation(operation, None, found)


def _operation(operation: str, coverage: Coverage | None, findings: Sequence[Finding]) -> Element:
    suite = Element("testsuite", name=in_line(operation))
    if coverage and coverage.reach is not None:
        _reached(case(suite, "reached", operation), coverage.reach)
    judged = {check for check, count in coverage.checks.items() if count} if coverage else set()
    # where the server has no such route, or was not asked, one case says so for all checks
    away = coverage is not None and coverage.reach is not None and coverage.reach.state in {"absent", "unasked"}
    not_covered = coverage.not_covered if coverage and not away else {}
    for check in sorted(judged | set(not_covered) | {finding.check for finding in findings}):
        judgement = case(suite, check, operation)
        found = [finding for finding in findings if finding.check == check]
        _judge(judgement, found)
        if not found and check not in judged:
            SubElement(judgement, "skipped", message=in_line(not_covered[check]))
    if coverage and coverage.crash is not None:
        say(case(suite, "judged", operation), "error", last_line(coverage.crash), coverage.crash)
    return suite


def _reached(judgement: Element, reach: Reach) -> None:
    """Whether the server answered with success. What it does not have, or was not asked, is no failure of anyone."""
    if reach.state != "reached":
        SubElement(judgement, "skipped", message=in_line(f"{REACH[reach.state]}: {reach.reason}"))
    if reach.statuses:
        SubElement(judgement, "system-out").text = visible(f"answers: {statuses(reach)}")


def _judge(judgement: Element, findings: Sequence[Finding]) -> None:
    new = [finding for finding in findings if finding.known is None]
    known = [finding for finding in findings if finding.known is not None]
    if new:
        # Many readers of JUnit XML keep one failure for a case, so all of them are told in one.
        message = new[0].message if len(new) == 1 else counted(len(new), "finding")
        say(judgement, "failure", message, "\n\n".join(map(_told, new)), new[0].severity.value)
    if known:
        accepted = (f"known: {finding.id}\n{finding.message}\naccepted: {finding.known}" for finding in known)
        SubElement(judgement, "system-out").text = visible("\n\n".join(accepted))


def _known_deviations(report: Report) -> Element:
    suite = Element("testsuite", name="known deviations")
    for stale in report.stale:
        message = f"This known deviation did not happen: take it off {stale.file}."
        say(case(suite, stale.finding, stale.file), "failure", message, f"It was accepted: {stale.reason}", "stale")
    return suite


def _told(finding: Finding) -> str:
    sources = ", ".join(source.value for source in finding.sources)
    lines = [
        in_line(finding.id),
        finding.message,
        f"severity: {finding.severity.value}; blame: {finding.blame.value}; sources: {sources}",
    ]
    return "\n\n".join(["\n".join(lines), *(f"{exhibit.label}:\n{exhibit.text}" for exhibit in exhibits(finding))])
