"""SARIF logs have a result for every finding and for every line that a change affects."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given

from conformance.change import Impact
from conformance.finding import Stale
from conformance.report.report import Report
from conformance.report.to_sarif import to_sarif
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import visible
from tests.report.check_reports import CONFORMING, finding
from tests.report.sarif import sarif_results
from tests.report.upgrade_reports import EVERY_KIND, HEADER, REQUIRED
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import reports


@given(report=reports())
def test_a_log_has_a_result_for_every_finding_and_every_stale_entry(report: Report) -> None:
    results = sarif_results(to_sarif(report))
    assert len(results) == len(report.findings) + len(report.stale)


def test_a_known_finding_is_suppressed_with_its_reason() -> None:
    (result,) = sarif_results(
        to_sarif(replace(CONFORMING, findings=(finding().with_known_reason("The server takes it raw."),)))
    )
    assert result["suppressions"] == [{"kind": "external", "justification": "The server takes it raw."}]


def test_a_log_names_no_folder_of_this_machine() -> None:
    stale = Stale(finding="argument_not_sent: prompts.get", reason="It was so.", file="/somewhere/anna/known.toml")
    assert "anna" not in to_sarif(replace(CONFORMING, stale=(stale,)))


@given(report=upgrade_reports())
def test_a_log_has_a_result_for_every_severe_change_and_every_change_of_the_users_code(report: UpgradeReport) -> None:
    results = sarif_results(to_sarif(report))
    identities = {item["properties"]["id"] for item in results}
    severe = (*report.of(Impact.BREAKING), *report.of(Impact.RISKY), *report.affecting)
    assert {visible(item.id) for item in severe} <= identities


def test_the_results_of_a_change_are_at_the_users_lines() -> None:
    found = [item for item in sarif_results(to_sarif(EVERY_KIND)) if item["ruleId"] == REQUIRED.rule]
    places = [item["locations"][0]["physicalLocation"] for item in found]
    assert [item["artifactLocation"] for item in places] == [{"uri": "tokens/rotate.py"}] * 2
    assert [item["region"]["startLine"] for item in places] == [41, 87]
    assert [item["level"] for item in found] == ["error", "error"]


def test_a_change_that_does_not_affect_the_users_code_is_a_note() -> None:
    (with_usage,) = (item for item in sarif_results(to_sarif(EVERY_KIND)) if item["ruleId"] == HEADER.rule)
    without = sarif_results(to_sarif(replace(EVERY_KIND, usage=None)))
    (alone,) = (item for item in without if item["ruleId"] == HEADER.rule)
    assert (with_usage["level"], alone["level"]) == ("note", "warning")


def test_a_line_keeps_its_fingerprint_when_it_moves() -> None:
    moved = replace(REQUIRED, hits=tuple(replace(hit, line=hit.line + 7) for hit in REQUIRED.hits))
    one, other = (
        [item["partialFingerprints"] for item in sarif_results(to_sarif(replace(EVERY_KIND, changes=(change,))))]
        for change in (REQUIRED, moved)
    )
    assert one == other
