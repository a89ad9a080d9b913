"""Lines that may be affected: in no format they look as those that are."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from conformance.change import Change, Level
from conformance.report.to_html import to_html
from conformance.report.to_json import to_json
from conformance.report.to_junit import to_junit
from conformance.report.to_markdown import to_markdown
from conformance.report.to_sarif import to_sarif
from conformance.report.to_terminal import to_terminal
from conformance.report.upgrade.groups import affected_lines
from conformance.report.upgrade.json_form import from_dict, to_dict
from conformance.report.upgrade.phrases import affected, limits
from conformance.report.upgrade_report import UpgradeReport, Usage
from tests.report.sarif import sarif_results
from tests.report.upgrade_reports import EVERY_KIND, FIELD, REQUIRED


def possibly(change: Change) -> Change:
    """The change, where no line is certain."""
    return replace(change, hits=tuple(replace(hit, certain=False) for hit in change.hits))


def about(*changes: Change) -> UpgradeReport:
    """A report about the user's code with these changes, which no type checker read."""
    return replace(EVERY_KIND, changes=changes, rows=(), usage=Usage(("src",), files=1, uses=2))


POSSIBLE = about(possibly(REQUIRED))
LINE = REQUIRED.hits[0]


def test_they_are_notes_in_sarif() -> None:
    levels = [result["level"] for result in sarif_results(to_sarif(POSSIBLE))]
    assert levels == ["note"] * len(REQUIRED.hits)
    assert "error" in {result["level"] for result in sarif_results(to_sarif(about(REQUIRED)))}


def test_they_have_no_colour_of_a_severity_in_html() -> None:
    items = re.findall(r'<ul class="affected">(.*?)</ul>', to_html(POSSIBLE), re.DOTALL)
    assert len(items) == 1
    assert 'class="possible"' in items[0]
    assert "may be affected" in items[0]
    assert "breaking" not in items[0].split("<p>")[0]
    assert '<li class="breaking">' in to_html(about(REQUIRED))


@pytest.mark.parametrize("render", [to_terminal, to_markdown])
def test_they_say_so_in_text(render: object) -> None:
    assert callable(render)
    lines = [line for line in render(POSSIBLE).splitlines() if f"{LINE.file}:{LINE.line}" in line]
    assert any("may be affected" in line for line in lines)
    assert not any("(breaking" in line for line in lines)


def test_they_do_not_fail_a_run_on_touched() -> None:
    report = replace(POSSIBLE, fail_on="touched")
    assert not report.fails
    assert "<failure" not in to_junit(report)
    assert "In your code, may be affected" in to_junit(report)
    assert replace(about(REQUIRED), fail_on="touched").fails


def test_they_are_counted_apart_and_come_last() -> None:
    report = about(possibly(REQUIRED), FIELD)
    assert affected(report) == "1 of 2 changes affects your code; 1 other may affect it"
    assert [line.certain for line in affected_lines(report)] == sorted(
        (line.certain for line in affected_lines(report)), reverse=True
    )


def test_a_line_that_breaks_at_run_time_comes_before_one_that_only_a_type_checker_rejects() -> None:
    levels = [line.changes[0].level for line in affected_lines(about(FIELD, REQUIRED))]
    assert levels == sorted(levels, key=list(Level).index)
    assert {*levels} == {Level.RUNTIME, Level.TYPES}


def test_they_survive_the_json_document() -> None:
    assert '"certain": false' in to_json(POSSIBLE)
    assert from_dict(to_dict(POSSIBLE)).changes[0].hits == POSSIBLE.changes[0].hits


def test_modules_that_were_not_found_are_a_limit_of_the_report() -> None:
    usage = Usage(
        ("src",), files=1, uses=2, checker="mypy", unresolved=tuple(f"module{number}" for number in range(12))
    )
    (sentence,) = (text for text in limits(replace(POSSIBLE, usage=usage)) if "did not find" in text)
    assert sentence.startswith("Your code imports 12 modules that mypy did not find: `module0`, `module1`")
    assert "and 4 more" in sentence
