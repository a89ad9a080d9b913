"""The verdict of a check, in one sentence."""

from __future__ import annotations

import json
from dataclasses import replace

from conformance.checks import IDS
from conformance.extent import Extent
from conformance.finding import PACKAGE, Stale
from conformance.report import FORMATS
from conformance.report.report import REACH, SERVER_FAILURES, CheckInfo
from conformance.report.to_json import from_json, to_json
from conformance.report.to_terminal import to_terminal
from tests.report.check_reports import CONFORMING, LIVE, finding


def test_operations_that_a_server_lacks_never_count_as_reached() -> None:
    shown = "1 operation reached, 1 not reached, 1 not tried, 1 not on this server"
    assert LIVE.verdict == f"label-studio-sdk 2.0.7 on Community 1.23.2 keeps its contract: {shown}, no new findings"
    assert json.loads(to_json(LIVE))["verdict"]["reach"] == dict.fromkeys(REACH, 1)


def test_one_of_something_is_in_the_singular() -> None:
    report = replace(CONFORMING, findings=(finding(),), stale=(Stale(finding="x: y", reason="z", file="known.toml"),))
    assert report.verdict == "label-studio-sdk 2.0.7 breaks its contract: 1 new finding, 1 stale known finding"
    assert CONFORMING.verdict == "label-studio-sdk 2.0.7 keeps its contract: 1 operation, no new findings"


def test_known_server_errors_are_named_in_the_verdict() -> None:
    known = finding().with_known_reason("The server takes it raw.")
    errors = tuple(replace(known, check="server_error", part=part) for part in ("a", "b"))
    report = replace(
        LIVE, checks=(*LIVE.checks, CheckInfo("server_error", "live", "It fails.", "")), findings=(known, *errors)
    )
    assert report.conforms
    assert report.verdict.endswith(", no new findings, 3 known findings, 2 of them server errors")
    assert json.loads(to_json(report))["verdict"]["known_server_errors"] == 2
    one = replace(report, findings=(known, errors[0]))
    assert one.verdict.endswith(", no new findings, 2 known findings, 1 of them a server error")
    for suffix, render in FORMATS.items():
        assert "2 of them server errors" in render(report), suffix


def test_every_failure_of_a_server_is_a_check() -> None:
    assert set(IDS) >= SERVER_FAILURES


def test_a_run_that_tested_less_than_it_requires_fails_and_names_what_was_not_tested() -> None:
    extents = {
        "helpers": Extent(covered=1, missing={"tools.unused": "no scenario calls it"}),
        "models": Extent(covered=3),
    }
    whole = replace(CONFORMING.operations[0], operation=PACKAGE, extents=extents)
    report = replace(CONFORMING, operations=(*CONFORMING.operations, whole))
    assert report.covered_percent == (50 + 100 + 100) / 3  # the operations count, too
    assert report.conforms
    assert replace(report, min_coverage=83).conforms
    strict = replace(report, min_coverage=84)
    assert not strict.conforms
    assert strict.verdict == (
        "label-studio-sdk 2.0.7: 1 operation, no new findings, but 83.3 % was tested, and 84 % is required"
    )
    assert from_json(to_json(strict)) == strict
    for suffix in (".md", ".html", ".json"):
        assert "tools.unused" in FORMATS[suffix](strict), suffix
    assert "helpers 1 of 2, models 3 of 3" in to_terminal(strict)
