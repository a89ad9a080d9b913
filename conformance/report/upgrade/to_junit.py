"""JUnit XML: what continuous integration servers show. A suite is a rule, a case is a breaking or a risky change."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Final
from xml.etree.ElementTree import Element, SubElement

from conformance.change import Change, Impact
from conformance.report.junit import case, document, say
from conformance.report.upgrade import sentences, views
from conformance.report.upgrade_report import RuleInfo, UpgradeReport
from conformance.text import counted, in_line, visible

FAILING: Final[dict[str, frozenset[Impact]]] = {
    "breaking": frozenset({Impact.BREAKING}),
    "any": frozenset({Impact.BREAKING, Impact.RISKY}),
}


def to_junit(report: UpgradeReport) -> str:
    """The report as JUnit XML: a failure or an error is in it exactly when the report fails."""
    root = Element("testsuites", name=in_line(f"upgrade of {report.sdk} from {report.old} to {report.new}"))
    root.append(_run(report))
    root.extend(_rules(report))
    return document(root)


def _run(report: UpgradeReport) -> Element:
    suite = Element("testsuite", name="run")
    properties = SubElement(suite, "properties")
    for name, value in sentences.facts(report):
        SubElement(properties, "property", name=name, value=in_line(value))
    if report.interrupted:
        say(case(suite, "complete", "run"), "error", "The run was interrupted.", report.verdict)
    said = (report.verdict, sentences.bump(report), sentences.touched(report), *report.notes, *sentences.limits(report))
    SubElement(suite, "system-out").text = visible("\n".join(text for text in said if text))
    return suite


def _rules(report: UpgradeReport) -> Iterable[Element]:
    changes: dict[str, list[Change]] = {}
    for change in report.changes:
        changes.setdefault(change.rule, []).append(change)
    for rule in report.rules:
        yield _rule(report, rule, changes.pop(rule.id, []))
    # What is left is of no rule that was described: it must not be lost here.
    for name, found in changes.items():
        yield _rule(report, RuleInfo(name, found[0].tier.value, "", ""), found)


def _rule(report: UpgradeReport, rule: RuleInfo, changes: Sequence[Change]) -> Element:
    suite = Element("testsuite", name=in_line(rule.id))
    failing = FAILING.get(report.fail_on, frozenset())
    severe = [change for change in changes if change.impact in {Impact.BREAKING, Impact.RISKY}]
    for change in severe:
        judged = case(suite, views.where(change), rule.id)
        if change.impact in failing:
            say(judged, "failure", change.message, _told(change), change.impact.value)
        else:
            SubElement(judged, "system-out").text = visible(_told(change))
    if not severe:
        _harmless(case(suite, rule.id, rule.tier), report, rule, changes)
    return suite


def _harmless(judged: Element, report: UpgradeReport, rule: RuleInfo, changes: Collection[Change]) -> None:
    if changes:
        lines = (counted(len(changes), "change"), *(f"{views.where(each)}: {each.message}" for each in changes))
        SubElement(judged, "system-out").text = visible("\n".join(lines))
    elif rule.tier not in report.tiers:
        SubElement(judged, "skipped", message=in_line(f"The tier {rule.tier} was not compared."))


def _told(change: Change) -> str:
    return "\n\n".join("\n".join(block) for block in _blocks(change) if block)


def _blocks(change: Change) -> Iterable[list[str]]:
    notes = sentences.notes(views.Entry((change,)))
    yield [change.id, change.message, "; ".join(filter(None, (change.impact.value, *notes)))]
    if change.before or change.after:
        yield [f"before: {change.before or '(not there)'}", f"after: {change.after or '(not there)'}"]
    if change.migration:
        yield [f"What to do: {change.migration}"]
    yield [f"In your code: {hit.file}:{hit.line}: {hit.text}" for hit in change.hits]
    if change.witness is not None:
        witness = change.witness
        yield [sentences.MEANS[witness.by], *([f"Not confirmed: {witness.why_not}"] if witness.why_not else [])]
        if witness.program:
            yield ["Program:", witness.program.rstrip()]
        yield ["On the old release:", witness.old.rstrip()]
        yield ["On the new release:", witness.new.rstrip()]
    yield [f"File: {file}" for file in change.files]
