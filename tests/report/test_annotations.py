"""Annotations of GitHub jobs: each is one line, at the line of the user where there is one, and gives no commands."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import unquote

import pytest
from hypothesis import given

from conformance.finding import Severity
from conformance.report.annotations import MOST, annotation_lines, guarded
from conformance.report.build import AnyReport, document_of
from tests.report.browser.reports import PAYLOADS
from tests.report.check_reports import CONFORMING, finding
from tests.report.upgrade_reports import EVERY_KIND, HIT
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import reports

LINE = re.compile(r"::(error|warning|notice) ?([^:]*)::(.*)")


@given(report=reports() | upgrade_reports())
def test_an_annotation_is_one_line_and_known_findings_have_none(report: AnyReport) -> None:
    lines = list(annotation_lines(report))
    assert all(LINE.fullmatch(line) for line in lines)
    new = [result for result in document_of(report).results if result.known is None]
    assert bool(lines) == bool(new) or document_of(report).fails
    assert len(lines) <= 3 * MOST


def test_the_lines_of_the_user_are_annotated() -> None:
    assert any(line.startswith(f"::error file={HIT.file},line={HIT.line},") for line in annotation_lines(EVERY_KIND))


def test_a_severe_finding_is_an_error_and_a_note_is_a_notice() -> None:
    found = (finding("a"), replace(finding("b"), severity=Severity.NOTE), finding("c").with_known_reason("It is so."))
    lines = list(annotation_lines(replace(CONFORMING, findings=found)))
    assert [line.split(" ")[0] for line in lines] == ["::error", "::notice"]


def test_annotations_that_would_not_be_shown_are_counted_in_the_last_one() -> None:
    lines = list(annotation_lines(replace(CONFORMING, findings=tuple(finding(f"p{n}") for n in range(30)))))
    assert len(lines) == MOST
    assert lines[-1] == "::error ::and 21 errors more: path_value_not_escaped 21"


@pytest.mark.parametrize("text", [*PAYLOADS.values(), "a\n::error::x", "a%0A::error::x", "x::y,z:=%"])
def test_hostile_text_stays_inside_its_annotation(text: str) -> None:
    (line,) = annotation_lines(replace(CONFORMING, findings=(finding(text, text),)))
    match = LINE.fullmatch(line)
    assert match is not None
    assert "\x1b" not in line
    assert unquote(match[3].replace("%0A", "\n")) != ""


def test_a_summary_cannot_give_commands() -> None:
    text = "before\n::error::not ours\n  ::add-mask::x\n"
    first, *between, last = guarded(text).splitlines()
    token = first.removeprefix("::stop-commands::")
    assert last == f"::{token}::"
    assert "\n".join(between) + "\n" == text
    assert token not in text
