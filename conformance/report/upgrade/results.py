"""The test cases (JUnit) and the results (SARIF) of an `UpgradeReport`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from conformance.change import Change, Hit, Impact
from conformance.report.document import SITE_PACKAGES, Case, Level, Location, Problem, Result, Rule, Suite
from conformance.report.upgrade import phrases
from conformance.report.upgrade.groups import ChangeGroup
from conformance.report.upgrade.names import where
from conformance.report.upgrade_report import RuleInfo, UpgradeReport
from conformance.text import counted

LEVELS: Final[Mapping[Impact, Level]] = {Impact.BREAKING: "error", Impact.RISKY: "warning"}
CHECKER: Final = Rule(
    id="type_checker_error",
    summary="A type checker finds an error with the new release that it does not find with the old one.",
    documentation="A type checker read your code against both releases. This error occurs only with the new one.",
    tag="usage",
    level="error",
)


def _all_rules(report: UpgradeReport) -> tuple[RuleInfo, ...]:
    """The rules of the report, and those without a description that changes name: their changes must not get lost."""
    described = {rule.id for rule in report.rules}
    others = {change.rule: change.tier.value for change in report.changes if change.rule not in described}
    return (*report.rules, *(RuleInfo(name, tier, "", "") for name, tier in others.items()))


def suites(report: UpgradeReport) -> Iterator[Suite]:
    """A suite for every rule, with a case for every breaking or risky change."""
    for rule in _all_rules(report):
        changes = [change for change in report.changes if change.rule == rule.id]
        severe = [change for change in changes if change.impact in LEVELS]
        cases = [_case(report, change) for change in severe] or [_harmless(report, rule, changes)]
        yield Suite(rule.id, tuple(cases))
    if report.failing_type_errors:
        yield Suite(CHECKER.id, tuple(map(_type_error, report.failing_type_errors)))


def _type_error(hit: Hit) -> Case:
    message = hit.advice or hit.uses
    problem = Problem(outcome="failure", message=message, text=f"{hit.text}\n{message}", kind="type error")
    return Case(name=f"{hit.file}:{hit.line}:{hit.column}", class_name=CHECKER.id, problem=problem)


def _case(report: UpgradeReport, change: Change) -> Case:
    text = _describe(change)
    if report.fails_for(change):
        problem = Problem(outcome="failure", message=change.message, text=text, kind=change.impact.value)
        return Case(name=where(change), class_name=change.rule, problem=problem)
    return Case(name=where(change), class_name=change.rule, output=text)


def _harmless(report: UpgradeReport, rule: RuleInfo, changes: Sequence[Change]) -> Case:
    if changes:
        lines = (counted(len(changes), "change"), *(f"{where(change)}: {change.message}" for change in changes))
        return Case(name=rule.id, class_name=rule.tier, output="\n".join(lines))
    skipped = Problem(outcome="skipped", message=f"The tier {rule.tier} was not compared.")
    return Case(name=rule.id, class_name=rule.tier, problem=None if rule.tier in report.tiers else skipped)


def _describe(change: Change) -> str:
    return "\n\n".join("\n".join(block) for block in _blocks(change) if block)


def _blocks(change: Change) -> Iterator[list[str]]:
    yield [change.id, change.message, "; ".join((change.impact.value, *phrases.tags(ChangeGroup((change,)))))]
    if change.before or change.after:
        yield [f"before: {change.before or '(absent)'}", f"after: {change.after or '(absent)'}"]
    if change.migration:
        yield [f"What to do: {change.migration}"]
    for text, certain in (("In your code", True), ("In your code, may be affected", False)):
        yield [f"{text}: {hit.file}:{hit.line}: {hit.text}" for hit in change.hits if hit.certain is certain]
    if change.witness is not None:
        witness = change.witness
        yield [phrases.EVIDENCE[witness.by], *([f"Not confirmed: {witness.why_not}"] if witness.why_not else [])]
        if witness.program:
            yield ["Program:", witness.program.rstrip()]
        yield ["On the old release:", witness.old.rstrip()]
        yield ["On the new release:", witness.new.rstrip()]
    yield [f"File: {file}" for file in change.files]


def rules(report: UpgradeReport) -> Iterator[Rule]:
    """Every rule, with the level of its most severe change; one for errors of the type checker."""
    levels: dict[str, Level] = {}
    for change in report.changes:  # the most severe first
        levels.setdefault(change.rule, LEVELS.get(change.impact, "note"))
    for rule in _all_rules(report):
        yield Rule(
            id=rule.id,
            summary=rule.summary,
            documentation=rule.documentation,
            tag=rule.tier,
            level=levels.get(rule.id, "note"),
        )
    if report.usage is not None and report.usage.problems:
        yield CHECKER


def results(report: UpgradeReport) -> Iterator[Result]:
    """A result for every line that a change affects, or one for the SDK's file; one for every new type error.

    Where the user's code was read, a change that does not affect it, or only may, is a note, not an error.
    Additions and documentation have no results: they need no review line by line.
    """
    for change in report.changes:
        for hit in change.hits:
            level = LEVELS.get(change.impact, "note") if hit.certain else "note"
            yield _result(report, change, level, _location(hit), hit.advice)
        if not change.hits and change.impact in LEVELS:
            level = LEVELS[change.impact] if report.usage is None else "note"
            file = Location(change.files[0], base=SITE_PACKAGES) if change.files else Location(report.sdk)
            yield _result(report, change, level, file)
    for hit in report.usage.problems if report.usage is not None else ():
        text = f"{hit.advice or hit.uses} (with {report.new}, not with {report.old})"
        yield Result(rule=CHECKER.id, level="error", message=text, identity=hit.uses, location=_location(hit))


def _result(report: UpgradeReport, change: Change, level: Level, location: Location, advice: str = "") -> Result:
    tags = ", ".join((change.impact.value, *phrases.tags(ChangeGroup((change,)))))
    lines = (f"{change.message} ({report.old} to {report.new}: {tags}.)", advice or change.migration)
    return Result(
        rule=change.rule,
        level=level,
        message="\n".join(line for line in lines if line),
        identity=change.id,
        location=location,
        name=where(change),
    )


def _location(hit: Hit) -> Location:
    file, _, _ = hit.file.partition("#")  # the name of a notebook is followed by that of the cell
    line, column = (hit.line, hit.column) if file == hit.file else (0, 0)
    return Location(file, line, max(column, 0), hit.text)
