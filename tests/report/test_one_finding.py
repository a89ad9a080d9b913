"""One finding on a terminal: everything about it, and no text that a terminal obeys."""

from __future__ import annotations

import json

import pytest
from hypothesis import given

from conformance.finding import Evidence
from conformance.report.one_finding import finding_lines, laid_out
from conformance.report.report import Report
from conformance.text import visible
from tests.report.browser.reports import PAYLOADS
from tests.report.check_reports import CONFORMING, finding
from tests.strategies import reports


@given(report=reports())
def test_every_finding_can_be_shown_and_hides_no_character(report: Report) -> None:
    for found in report.findings:
        lines = [line.text for line in finding_lines(report, found, 80)]
        assert all(visible(line) == line and "\n" not in line for line in lines)


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_text_is_shown_as_text(name: str) -> None:
    text = PAYLOADS[name]
    found = finding(text, text, Evidence(call=text, request=text, response=f"200\n\n{json.dumps(text)}", outcome=text))
    shown = "\n".join(line.text for line in finding_lines(CONFORMING, found, 80))
    assert not set(shown) & set("\x1b\x07\u202e\u2066\u200f")


def test_a_body_of_json_is_laid_out_and_its_numbers_stay_as_they_are_written() -> None:
    assert laid_out('200\na: b\n\n{"id":12345678901234567890.10,"list":[1,{}],"empty":[]}') == (
        '200\na: b\n\n{\n  "id": 12345678901234567890.10,\n  "list": [\n    1,\n    {}\n  ],\n  "empty": []\n}'
    )


@pytest.mark.parametrize("text", ["200", "200\n\n{cut here", "200\n\n[1]\n\n200\n\n[2]", "200\n\n" + "[" * 5_000])
def test_any_other_body_stays_as_it_is(text: str) -> None:
    assert laid_out(text) == text
