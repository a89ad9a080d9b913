"""A generated report through every format: nothing is lost, nothing breaks, nothing differs between runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

import conformance.report
from conformance.change import Bump
from conformance.report import FORMATS, Render
from conformance.report.build import AnyReport
from conformance.report.report import Report
from conformance.report.to_html import to_html
from conformance.report.to_json import from_json, to_json
from conformance.report.to_junit import to_junit
from conformance.report.to_markdown import to_markdown
from conformance.report.to_sarif import to_sarif
from conformance.report.to_terminal import to_terminal
from conformance.report.upgrade import phrases
from conformance.text import in_line, visible
from tests.report.check_reports import LIVE
from tests.report.sarif import sarif_results
from tests.report.upgrade_reports import ATTEMPTS, EVERY_KIND, REQUIRED
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import offline_reports, reports

every_text = pytest.mark.parametrize("render", [*FORMATS.values(), to_terminal], ids=[*FORMATS, "terminal"])
# to draw a report takes longer than to render it: each report goes through all formats
EVERY_TEXT: tuple[Render, ...] = (*FORMATS.values(), to_terminal)

READ_BACK: dict[str, Callable[[str], str]] = {
    ".html": unescape,
    ".json": lambda text: "\n".join(in_line(found["id"]) for found in json.loads(text)["findings"]),
    ".md": str,
    ".sarif": lambda text: "\n".join(in_line(found["properties"]["id"]) for found in sarif_results(text)),
    ".xml": lambda text: "\n".join(ET.fromstring(text).itertext()),
}


def test_every_rendering_module_is_a_format() -> None:
    folder = Path(conformance.report.__file__).parent
    modules = {path.stem for path in folder.glob("to_*.py")} - {"to_terminal"}  # that one is for stdout
    assert {render.__name__ for render in FORMATS.values()} == modules


def test_no_format_imports_another() -> None:
    modules = Path(conformance.report.__file__).parent.glob("to_*.py")
    assert not [module.name for module in modules if "import to_" in module.read_text(encoding="utf-8")]


@given(report=reports() | upgrade_reports())
def test_the_json_report_is_enough_for_every_format(report: AnyReport) -> None:
    again = from_json(to_json(report))
    for render in FORMATS.values():
        assert render(again) == render(report), render


@given(report=reports())
def test_every_new_finding_and_every_stale_entry_is_named(report: Report) -> None:
    for suffix, render in FORMATS.items():
        text = render(report)
        shown = READ_BACK[suffix](text)
        assert all(in_line(found.id) in shown for found in report.new), suffix
        assert all(in_line(stale.finding) in unescape(text) for stale in report.stale), suffix


@given(report=offline_reports() | upgrade_reports())
def test_measured_time_is_only_in_the_json_report(report: AnyReport) -> None:
    slower = replace(report, times={"run": 12.5})
    assert {**json.loads(to_json(slower)), "times": 0} == {**json.loads(to_json(report)), "times": 0}
    for render in EVERY_TEXT:
        assert render is to_json or render(slower) == render(report), render


@given(report=reports() | upgrade_reports())
def test_every_text_can_be_written_and_ends_its_last_line_and_hides_no_character(report: AnyReport) -> None:
    for render in EVERY_TEXT:
        text = render(report)
        assert text.encode("utf-8"), render
        assert text.endswith("\n"), render
        assert not text.endswith("\n\n"), render
        assert render is to_json or visible(text) == text, render


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit, to_sarif, to_terminal])
def test_an_operation_that_was_not_reached_or_not_called_is_named_with_its_reason(render: Render) -> None:
    shown = render(LIVE)
    assert all(
        text in shown
        for text in ("tasks.status", "it makes none", "users.delete", "the mode read-only sends only GET and HEAD")
    )


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit, to_sarif, to_terminal])
def test_an_argument_that_was_not_accepted_is_named_with_what_the_server_said(render: Render) -> None:
    shown = render(LIVE)
    assert all(text in shown for text in ("resolve", "400: resolve: Not a valid boolean.", "workspace", "not sent: no"))


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit, to_sarif])
def test_an_argument_that_needs_others_and_one_that_no_call_can_do_without_are_shown(render: Render) -> None:
    shown = render(LIVE)
    assert all(text in shown for text in ("query", "project", "400: id: This field is required."))


@pytest.mark.parametrize("render", [to_html, to_markdown, to_terminal])
def test_the_number_of_accepted_arguments_is_shown(render: Render) -> None:
    assert "2 accepted, 1 refused, 1 not sent" in render(LIVE)


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit])
def test_the_responses_of_each_operation_are_shown(render: Render) -> None:
    assert "200×6, 404" in render(LIVE)  # noqa: RUF001


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit, to_terminal])
def test_the_share_of_the_server_in_the_time_is_shown(render: Render) -> None:
    assert "60 s (75%) inside the server" in unescape(render(LIVE))


@pytest.mark.parametrize("render", [to_html, to_markdown, to_terminal, to_junit, to_sarif])
def test_a_change_is_shown_with_the_release_that_introduced_it(render: Render) -> None:
    for change in (replace(REQUIRED, arrived="2.0.6"), ATTEMPTS[0]):
        assert "introduced in 2.0.6" in render(replace(EVERY_KIND, changes=(change,), walked=()))
    assert "introduced in" not in render(replace(EVERY_KIND, changes=(REQUIRED,), walked=()))


@every_text
@pytest.mark.parametrize("made", ["patch", "minor"])
def test_a_part_of_the_changes_calls_for_nothing(render: Render, made: Bump) -> None:
    parts = ({"tiers": ("files", "surface")}, {"interrupted": True})
    for part in parts:
        report = replace(EVERY_KIND, bump=made, called_for="patch", **part)
        text = render(report)
        assert "changes call for" not in text
        assert "not allowed" not in text
        assert phrases.version_step(report) == f"This is a {made} release."


@given(report=reports())
def test_every_format_has_the_same_number_of_new_and_known_findings(report: Report) -> None:
    verdict = json.loads(to_json(report))["verdict"]
    new, known = verdict["new"], verdict["known"]
    assert (new, known) == (len(report.new), len(report.known))

    page = to_html(report)
    groups = {
        state: re.findall(
            rf'<details class="group"[^>]* data-state="{state}".*?<span data-shown></span>(\d+) ', page, re.DOTALL
        )
        for state in ("new", "known")
    }
    assert {state: sum(map(int, numbers)) for state, numbers in groups.items()} == {"new": new, "known": known}
    assert page.count('<details class="finding item"') == new + known

    results = [found for found in sarif_results(to_sarif(report)) if found["ruleId"] != "known_finding_stale"]
    assert sum("suppressions" not in found for found in results) == new
    assert sum("suppressions" in found for found in results) == known

    failures = {(found.operation, found.check) for found in report.new}
    root = ET.fromstring(to_junit(report))
    assert len(root.findall("testsuite/testcase/failure")) == len(failures) + len(report.stale)
    if new:
        assert f"New findings: {new} (" in to_terminal(report)
