"""JUnit XML has a failure or an error exactly when the run fails, and loses no finding and no change."""

from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

from hypothesis import example, given

from conformance.change import Impact
from conformance.finding import Evidence
from conformance.report.report import Report
from conformance.report.to_junit import to_junit
from conformance.report.upgrade import names
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import in_line, visible
from tests.report.check_reports import CONFORMING, finding
from tests.report.upgrade_reports import NOTHING
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import reports, texts

COUNTS = ("failures", "errors", "skipped")


def outcomes(report: Report) -> dict[str, int]:
    root = ET.fromstring(to_junit(report))
    found = {tag: len(root.findall(f"testsuite/testcase/{tag}")) for tag in ("failure", "error", "skipped")}
    assert found == {tag: int(root.attrib[name]) for tag, name in zip(found, COUNTS, strict=True)}
    return found


@given(report=reports())
def test_a_run_is_red_in_junit_exactly_when_it_does_not_conform(report: Report) -> None:
    found = outcomes(report)
    assert (found["failure"] + found["error"] == 0) == report.conforms


@given(report=reports())
def test_a_check_that_did_not_run_is_skipped_in_junit(report: Report) -> None:
    with_findings = {(found.operation, found.check) for found in report.findings}
    called = [item for item in report.operations if item.reach is None or item.reach.state in {"reached", "unreached"}]
    expected = {(item.operation, check) for item in called for check in item.not_covered} - with_findings
    not_reached = [item for item in report.operations if item.reach is not None and item.reach.state != "reached"]
    covered = [item.arguments for item in report.operations if item.arguments is not None]
    with_gaps = [arguments for arguments in covered if arguments.refused or arguments.not_sent]
    assert outcomes(report)["skipped"] == len(expected) + len(not_reached) + len(with_gaps)


def test_findings_of_one_check_in_one_operation_are_one_failure_in_junit() -> None:
    report = replace(CONFORMING, findings=(finding("id"), finding("slug")))
    failure = ET.fromstring(to_junit(report)).find(".//failure")
    assert failure is not None
    assert failure.get("message") == "2 findings"
    assert "path_value_not_escaped: prompts.get.slug" in (failure.text or "")


def test_a_known_finding_passes_in_junit_with_its_reason() -> None:
    report = replace(CONFORMING, findings=(finding().with_known_reason("The server takes it raw."),))
    assert outcomes(report) == {"failure": 0, "error": 0, "skipped": 0}
    assert "reason: The server takes it raw." in to_junit(report)


def test_a_finding_of_an_operation_that_was_not_covered_is_in_junit() -> None:
    assert outcomes(replace(CONFORMING, operations=(), findings=(finding(),)))["failure"] == 1


@given(text=texts())
@example("\x00 \x0b \ufffe \ud800 ]]> & <")
def test_hostile_text_keeps_the_xml_well_formed(text: str) -> None:
    report = replace(
        CONFORMING,
        findings=(finding(text, text, Evidence(call=text, request=text, response=text, outcome=text)),),
        notes=(text,),
    )
    root = ET.fromstring(to_junit(report).encode())
    assert visible(text) in "".join(root.itertext())


@given(report=upgrade_reports())
def test_a_run_is_red_in_junit_exactly_when_the_report_fails(report: UpgradeReport) -> None:
    root = ET.fromstring(to_junit(report))
    assert (root.attrib["failures"] + root.attrib["errors"] != "00") == report.fails


@given(report=upgrade_reports())
def test_every_breaking_and_risky_change_is_a_case_in_junit(report: UpgradeReport) -> None:
    cases = {(item.get("classname"), item.get("name")) for item in ET.fromstring(to_junit(report)).iter("testcase")}
    severe = (*report.of(Impact.BREAKING), *report.of(Impact.RISKY))
    assert {(in_line(item.rule), in_line(names.where(item))) for item in severe} <= cases


def test_a_rule_of_a_tier_that_was_not_compared_is_skipped_in_junit() -> None:
    root = ET.fromstring(to_junit(replace(NOTHING, tiers=("surface", "files"))))
    assert int(root.attrib["skipped"]) == 4  # of the tiers wire, behaviour, documentation, packaging
