"""SARIF 2.1.0, for code scanning: what breaks or may break, at the user's own lines where they are known.

Additions and words are no results: nobody has to look at them line by line. The other formats have them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from conformance.change import Change, Hit, Impact
from conformance.report.sarif import Notice, Place, Result, Rule, SarifLevel, document
from conformance.report.upgrade import sentences, views
from conformance.report.upgrade_report import RuleInfo, UpgradeReport

LEVELS: Final[Mapping[Impact, SarifLevel]] = {Impact.BREAKING: "error", Impact.RISKY: "warning"}
SITE_PACKAGES: Final = "SITE_PACKAGES"  # what the paths of the distribution's files are relative to
CHECKER: Final = Rule(
    "type_checker_error",
    "A type checker finds an error with the new release that it does not find with the old one.",
    "A type checker read your code against both releases. This error is only there with the new one.",
    "usage",
    "error",
)


def to_sarif(report: UpgradeReport) -> str:
    """The report as a SARIF log: a result for every line that a change touches, or one for the SDK's file.

    Where the user's code was read, a change that does not touch it is a note: it is no error of that code.
    """
    results = [*_results(report), *_problems(report)]
    return document(
        report.tool_version, list(_rules(report)), results, _notices(report), complete=not report.interrupted
    )


def _rules(report: UpgradeReport) -> Iterator[Rule]:
    levels: dict[str, SarifLevel] = {}
    for change in report.changes:  # the most severe first
        levels.setdefault(change.rule, LEVELS.get(change.impact, "note"))
    described = {rule.id for rule in report.rules}
    unknown = {change.rule: change.tier.value for change in report.changes if change.rule not in described}
    for rule in (*report.rules, *(RuleInfo(name, tier, "", "") for name, tier in unknown.items())):
        yield Rule(rule.id, rule.summary, rule.documentation, rule.tier, levels.get(rule.id, "note"))
    if report.usage is not None and report.usage.problems:
        yield CHECKER


def _results(report: UpgradeReport) -> Iterator[Result]:
    for change in report.changes:
        for hit in change.hits:
            yield _result(report, change, LEVELS.get(change.impact, "note"), _place(hit), hit.advice)
        if not change.hits and change.impact in LEVELS:
            level = LEVELS[change.impact] if report.usage is None else "note"
            files = change.files or (report.sdk,)
            yield _result(report, change, level, Place(files[0], base=SITE_PACKAGES if change.files else ""))


def _result(report: UpgradeReport, change: Change, level: SarifLevel, place: Place, advice: str = "") -> Result:
    notes = ", ".join(filter(None, (change.impact.value, *sentences.notes(views.Entry((change,))))))
    said = [f"{change.message} ({report.old} to {report.new}: {notes}.)", advice or change.migration]
    return Result(
        rule=change.rule,
        level=level,
        message="\n".join(filter(None, said)),
        identity=change.id,
        place=place,
        names=(views.where(change),),
    )


def _problems(report: UpgradeReport) -> Iterator[Result]:
    for hit in report.usage.problems if report.usage is not None else ():
        words = f"{hit.advice or hit.uses} (with {report.new}, not with {report.old})"
        yield Result(CHECKER.id, "error", words, hit.uses, _place(hit))


def _place(hit: Hit) -> Place:
    file, _, _ = hit.file.partition("#")  # of a notebook, the cell is named behind it
    line, column = (hit.line, hit.column) if file == hit.file else (0, 0)
    return Place(file, line, max(column, 0), hit.text)


def _notices(report: UpgradeReport) -> Iterator[Notice]:
    yield Notice("error" if report.fails else "note", report.verdict)
    for text in (sentences.bump(report), *report.notes, *sentences.limits(report)):
        yield Notice("note", text)
