"""The test cases (JUnit) and the results (SARIF) of a `Report`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Final

from conformance.finding import ArgumentCoverage, Coverage, Finding, Severity, Stale
from conformance.report.check.groups import was_called
from conformance.report.check.phrases import code_blocks, statuses
from conformance.report.check.phrases import message as message_of
from conformance.report.document import SITE_PACKAGES, Case, Level, Location, Problem, Result, Rule, Suite
from conformance.report.report import REACH, Report
from conformance.text import counted, in_line, last_line

LEVELS: Final[Mapping[Severity, Level]] = {
    Severity.CRITICAL: "error",
    Severity.MAJOR: "error",
    Severity.MINOR: "warning",
    Severity.NOTE: "note",
}
STALE: Final = Rule(
    id="known_finding_stale",
    summary="A known finding no longer occurs.",
    documentation=(
        "A known finding was looked for and did not occur.\n\nWhat to do\n    Remove it from the list. If the list "
        "is that of the installed package, report it, and use a list of your own (--known FILE)."
    ),
    tag="known",
    level="error",
)


def suites(report: Report) -> Iterator[Suite]:
    """A suite for every operation, with a case for every check that ran on it; others for what fails the whole run."""
    findings: dict[str, list[Finding]] = {}
    shared: dict[str, list[Finding]] = {}
    for finding in report.findings:
        findings.setdefault(finding.operation, []).append(finding)
        for operation in finding.operations if finding.shared else ():
            shared.setdefault(operation, []).append(finding)
    for coverage in report.operations:
        own = findings.pop(coverage.operation, [])
        yield Suite(coverage.operation, tuple(_cases(coverage, own, shared.get(coverage.operation, []))))
    # The rest is in shared code, in models, or in operations without coverage: it must not get lost.
    for operation, found in findings.items():
        yield Suite(
            operation,
            tuple(
                _cases(
                    Coverage(operation=operation, twins=(), examples=0, exchanges=0, checks={}, not_covered={}), found
                )
            ),
        )
    if report.stale:
        yield Suite("known findings", tuple(map(_stale_case, report.stale)))
    if report.coverage_gap:
        problem = Problem(outcome="failure", message=report.coverage_gap, kind="coverage")
        yield Suite("coverage", (Case(name="tested", class_name="coverage", problem=problem),))


def _cases(coverage: Coverage, findings: Sequence[Finding], shared: Sequence[Finding] = ()) -> Iterator[Case]:
    """The cases of a suite. `shared` are findings that the operation shows and whose cause is elsewhere."""
    operation = coverage.operation
    if coverage.reach is not None:
        reach, problem = coverage.reach, None
        if reach.state != "reached":
            problem = Problem(outcome="skipped", message=f"{REACH[reach.state]}: {reach.reason}")
        output = f"responses: {statuses(reach)}" if reach.statuses else ""
        yield Case(name="reached", class_name=operation, problem=problem, output=output)
    if coverage.arguments is not None:
        yield _arguments_case(operation, coverage.arguments)
    ran = {check for check, count in coverage.checks.items() if count}
    # For an operation that was not tried, the case above says so for all checks.
    not_covered = coverage.not_covered if was_called(coverage) else {}
    for check in sorted(ran | set(not_covered) | {finding.check for finding in findings}):
        found = [finding for finding in findings if finding.check == check]
        elsewhere = [finding.id for finding in shared if finding.check == check]
        yield _case(operation, check, found, None if found or check in ran else not_covered[check], elsewhere)
    if coverage.crash is not None:
        problem = Problem(outcome="error", message=last_line(coverage.crash), text=coverage.crash)
        yield Case(name="checked", class_name=operation, problem=problem)


def _arguments_case(operation: str, arguments: ArgumentCoverage) -> Case:
    gaps = {**arguments.refused, **{name: f"not sent: {reason}" for name, reason in arguments.not_sent.items()}}
    output = (
        *(
            f"{name}: refused alone, accepted with {', '.join(others)}"
            for name, others in arguments.accepted_with.items()
        ),
        *(f"{name}: optional, and refused without it: {text}" for name, text in arguments.refused_without.items()),
    )
    problem = None
    if gaps:
        message = f"not accepted: {', '.join(f'{name} ({reason})' for name, reason in gaps.items())}"
        problem = Problem(outcome="skipped", message=message)
    return Case(name="arguments", class_name=operation, problem=problem, output="\n".join(output))


def _case(
    operation: str, check: str, findings: Sequence[Finding], why_skipped: str | None, elsewhere: Sequence[str]
) -> Case:
    new = [finding for finding in findings if finding.known is None]
    known = [finding for finding in findings if finding.known is not None]
    problem = None
    if new:
        # Many readers of JUnit XML keep one failure of a case, so it holds all findings.
        message = message_of(new[0]) if len(new) == 1 else counted(len(new), "finding")
        text = "\n\n".join(map(_describe, new))
        problem = Problem(outcome="failure", message=message, text=text, kind=new[0].severity.value)
    elif why_skipped is not None:
        problem = Problem(outcome="skipped", message=why_skipped)
    texts = [f"known: {finding.id}\n{message_of(finding)}\nreason: {finding.known}" for finding in known]
    output = "\n\n".join([*texts, *(f"shows: {name}" for name in elsewhere)])
    return Case(name=check, class_name=operation, problem=problem, output=output)


def _stale_case(stale: Stale) -> Case:
    message = f"This known finding did not occur. {stale.remedy}"
    problem = Problem(outcome="failure", message=message, text=f"It was listed because: {stale.reason}", kind="stale")
    return Case(name=stale.name, class_name=stale.list_name, problem=problem)


def _describe(finding: Finding) -> str:
    sources = ", ".join(source.text for source in finding.sources)
    tags = f"severity: {finding.severity.value}; blame: {finding.blame.value}; sources: {sources}"
    blocks = (f"{block.label}:\n{block.text}" for block in code_blocks(finding))
    return "\n\n".join(["\n".join((in_line(finding.id), message_of(finding), tags)), *blocks])


def rules(report: Report) -> Iterator[Rule]:
    """Every check, with the level of its most severe finding."""
    levels: dict[str, Level] = {}
    for finding in report.findings:  # the most severe first
        levels.setdefault(finding.check, LEVELS[finding.severity])
    for check in report.checks:
        yield Rule(
            id=check.id,
            summary=check.summary,
            documentation=check.documentation,
            tag=check.family,
            level=levels.get(check.id, "warning"),
        )
    if report.stale:
        yield STALE


def results(report: Report) -> Iterator[Result]:
    """A result for every finding, at its line of the SDK where that is known, and for every stale entry."""
    for finding in report.findings:
        yield Result(
            rule=finding.check,
            level=LEVELS[finding.severity],
            message=f"{finding.operation}: {message_of(finding)}",
            identity=finding.id,
            location=_location(finding, report),
            name=finding.operation,
            known=finding.known,
            blame=finding.blame.value,
        )
    for stale in report.stale:
        yield Result(
            rule=STALE.id,
            level="error",
            message=f"This known finding did not occur: {stale.name}. It was listed because: {stale.reason}",
            identity=stale.name,
            location=Location(PurePath(stale.file).name),  # its folder on this machine does not belong in a log
        )


def _location(finding: Finding, report: Report) -> Location:
    """The line of the SDK's source, or the SDK as a whole."""
    source = finding.source
    return Location(report.sdk) if source is None else Location(source.file, source.line, base=SITE_PACKAGES)
