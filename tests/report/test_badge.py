"""Badges: the JSON that shields.io reads, of every kind of report."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from conformance.finding import Stale
from conformance.report.badge import to_badge
from conformance.report.build import AnyReport
from tests.report.check_reports import CONFORMING, finding
from tests.report.upgrade_reports import EVERY_KIND

STALE = Stale(finding="a: b", reason="Why.", file="known.toml")


@pytest.mark.parametrize(
    ("report", "message", "colour"),
    [
        (replace(CONFORMING, findings=(), stale=()), "keeps its contract", "brightgreen"),
        (
            replace(CONFORMING, findings=(finding().with_known_reason("A reason."),), stale=()),
            "keeps its contract, 1 known finding",
            "brightgreen",
        ),
        (replace(CONFORMING, findings=(finding(),), stale=(STALE,)), "1 new finding, 1 stale", "red"),
        (replace(CONFORMING, findings=(), stale=(), interrupted=True), "interrupted", "lightgrey"),
        (replace(EVERY_KIND, changes=(), usage=None, interrupted=False), "compatible", "brightgreen"),
        (replace(EVERY_KIND, interrupted=True), "interrupted", "lightgrey"),
    ],
    ids=["conforms", "known", "breaks", "interrupted", "compatible", "interrupted-upgrade"],
)
def test_a_badge_has_the_verdict_of_its_report(report: AnyReport, message: str, colour: str) -> None:
    badge = json.loads(to_badge(report))
    assert badge["schemaVersion"] == 1
    assert (badge["message"], badge["color"]) == (message, colour)
    assert report.sdk in badge["label"]


def test_the_badge_of_an_upgrade_is_green_only_without_breaking_and_risky_changes() -> None:
    breaking = replace(EVERY_KIND, interrupted=False, fail_on="breaking")
    assert json.loads(to_badge(breaking))["color"] == "red"
    allowed = json.loads(to_badge(replace(breaking, fail_on="never")))
    assert allowed["color"] == "yellow"
    assert "breaking, " in allowed["message"]
