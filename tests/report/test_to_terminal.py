"""A terminal shows what to look at first, and the verdict last."""

from __future__ import annotations

import re
import shlex
from dataclasses import replace

import pytest
from hypothesis import given

from conformance.finding import Severity, Stale
from conformance.occurrence import Occurrence
from conformance.report.report import Report
from conformance.report.to_terminal import to_terminal
from conformance.report.upgrade import phrases
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import in_line
from tests.report.check_reports import CONFORMING, finding
from tests.report.upgrade_reports import EVERY_KIND, FIELD, NOTHING, REQUIRED, many
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import CHECK_IDS, live_reports, reports


@given(report=reports())
def test_the_verdict_is_the_last_line_on_a_terminal(report: Report) -> None:
    assert to_terminal(report).splitlines()[-1] == in_line(report.verdict)


@given(report=reports())
def test_a_terminal_names_and_counts_every_check_with_new_findings(report: Report) -> None:
    shown = to_terminal(report, limit=1)
    for check in {found.check for found in report.new}:
        number = sum(found.check == check for found in report.new)
        assert f"{check}: {number} new finding" in shown


def test_a_terminal_shows_the_worst_three_findings_with_a_command_that_repeats_each() -> None:
    many = tuple(finding(f"p{number}") for number in range(60))
    shown = to_terminal(replace(CONFORMING, findings=many))
    assert "New findings: 60 (60 major; blame: sdk)" in shown
    assert "prompts.get.p2 (major, sdk)" in shown
    assert "prompts.get.p3 (major, sdk)" not in shown
    assert "conformance replay 'path_value_not_escaped: prompts.get.p0'" in shown


def test_the_worst_findings_are_of_different_checks_and_the_most_severe_first() -> None:
    minor = [replace(finding(f"m{number}"), check="null_refused", severity=Severity.MINOR) for number in range(9)]
    major = [replace(finding(f"p{number}"), check=check) for check in CHECK_IDS[:2] for number in range(3)]
    shown = to_terminal(replace(CONFORMING, findings=(*major, *minor)))
    worst = [line for line in shown.splitlines() if "conformance replay" in line]
    assert [line.split("'")[1].partition(":")[0] for line in worst] == [*sorted(CHECK_IDS[:2]), "null_refused"]


@pytest.mark.parametrize(
    "message", ["the value is lost", "the value is lost.", "long " * 200], ids=["open", "ended", "long"]
)
def test_a_worst_finding_ends_its_message_before_it_names_its_operations(message: str) -> None:
    shared = replace(finding("p"), message=message, occurrences=(Occurrence(operation="projects.list"),))
    shown = " ".join(to_terminal(replace(CONFORMING, findings=(shared,))).split())
    assert re.search(r"[^.][.…] In 1 operation: projects\.list", shown)


def test_a_command_stays_whole_and_is_quoted_for_a_shell() -> None:
    hostile = finding("a'b $(touch x) `id` \x1b[31m\n" + "long " * 30)
    shown = to_terminal(replace(CONFORMING, findings=(hostile,)), width=40)
    (line,) = [line for line in shown.splitlines() if "conformance replay" in line]
    assert shlex.split(line)[2] == in_line(hostile.id)
    assert "\x1b" not in shown


def test_a_summary_of_hundreds_of_findings_fits_a_screen() -> None:
    many = tuple(replace(finding(f"p{n}", message="word " * 100), check=CHECK_IDS[n % 5]) for n in range(900))
    assert len(to_terminal(replace(CONFORMING, findings=many), width=100).splitlines()) <= 40


def test_a_terminal_shows_no_more_findings_than_its_limit() -> None:
    many = tuple(finding(f"p{number}") for number in range(60))
    shown = to_terminal(replace(CONFORMING, findings=many), limit=2)
    assert shown.count("(major, sdk)") == 2


def test_a_terminal_keeps_to_its_width() -> None:
    shown = to_terminal(replace(CONFORMING, findings=(finding(message="word " * 100),)), width=60)
    assert max(map(len, shown.splitlines()[:-1])) <= 70  # the advice is one line, so that it can be copied


def test_a_terminal_names_what_is_stale_and_what_crashed() -> None:
    crashed = replace(CONFORMING.operations[0], crash="Traceback:\n  x\nValueError: no")
    stale = Stale(finding="argument_not_sent: prompts.get", reason="It was so.", file="known.toml")
    shown = to_terminal(replace(CONFORMING, operations=(crashed,), stale=(stale,)))
    assert "argument_not_sent: prompts.get (known.toml)" in shown
    assert "ValueError: no" in shown


@given(report=live_reports())
def test_a_terminal_names_who_has_to_change(report: Report) -> None:
    lines = [line for line in to_terminal(report).splitlines() if line.startswith("Who has to change")]
    assert bool(lines) == bool(report.new)
    assert all(found.blame.value in lines[0] for found in report.new)


@given(report=upgrade_reports())
def test_the_verdict_of_an_upgrade_is_the_last_line_on_a_terminal(report: UpgradeReport) -> None:
    assert to_terminal(report).splitlines()[-1] == in_line(f"{report.sdk}: {report.verdict}")


def test_the_users_lines_are_all_but_last_on_a_terminal() -> None:
    *_, lines, errors, unreadable, last = to_terminal(EVERY_KIND).split("\n\n")
    assert lines.startswith("Your code:\n  tokens/rotate.py:41 (breaking)")  # at run time
    assert errors.startswith("mypy: 1 error only with 2.0.7\n")
    assert unreadable.startswith("Files that could not be read:\n")
    assert f"{phrases.affected(EVERY_KIND)}." in last.splitlines()


def test_a_terminal_shows_changes_of_every_rule_before_more_of_one() -> None:
    alone = tuple(replace(REQUIRED, subject=f"projects.p{number}", before=str(number)) for number in range(30))
    shown = to_terminal(replace(EVERY_KIND, changes=(*alone, FIELD)), limit=3)
    assert "AllRolesProjectList.has_blueprints" in shown
    assert "and parameter_became_required 28" in shown


def test_a_terminal_is_short_whatever_was_found() -> None:
    assert len(to_terminal(many(1200)).splitlines()) < 100
    assert "and parameter_became_required 360" in to_terminal(many(1200))


def test_a_terminal_of_ascii_can_show_the_text() -> None:
    assert to_terminal(EVERY_KIND).isascii()


def test_a_terminal_mentions_report_files_until_there_is_one() -> None:
    assert "--report report.html" in to_terminal(EVERY_KIND)
    assert "--report report.html" not in to_terminal(EVERY_KIND, advertise=False)
    assert "--report report.html" not in to_terminal(NOTHING)
