"""Several runs beside each other: each finding is new, flaky, lasting or fixed, and no format counts otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from conformance.extent import Extent
from conformance.report.history.history import STATES, History, Run, build_history
from conformance.report.report import Report
from conformance.report.to_html import to_html
from conformance.report.to_markdown import to_markdown
from conformance.report.to_terminal import to_terminal
from tests.report.check_reports import CONFORMING, finding
from tests.report.test_to_html import Page

HOSTILE = "</script><img src=x onerror=alert(1)>\x1b[2J\u202e| a |"


def history(pattern: str, part: str = "id", base: Report = CONFORMING) -> History:
    """Runs on following days: `x` the finding occurred, `o` it did not, `?` its operation was not checked."""
    runs = [
        replace(
            base, findings=(finding(part),) if mark == "x" else (), operations=() if mark == "?" else base.operations
        )
        for mark in pattern
    ]
    return build(runs)


def build(reports: Sequence[Report]) -> History:
    """The history of reports on following days."""
    runs = [Run(name=f"{day}.json", day=date(2026, 11, day), report=report) for day, report in enumerate(reports, 1)]
    return build_history(runs, tool_version="1", folder="nightly")


@pytest.mark.parametrize(
    ("pattern", "state"),
    [
        ("ox", "new"), ("oox", "new"), ("xo", "fixed"), ("xoo", "fixed"), ("oxx", "lasting"), ("x", "lasting"),
        ("xox", "flaky"), ("oxox", "flaky"), ("oxo", "flaky"),
        ("x?x", "lasting"), ("x?", "lasting"), ("o?x", "new"), ("?x", "lasting"),
    ],
)  # fmt: skip
def test_a_finding_is_judged_only_by_runs_that_looked_for_it(pattern: str, state: str) -> None:
    (series,) = history(pattern).series
    assert [trace.state for trace in series.traces] == [state]
    assert series.traces[0].picture == pattern.replace("x", "●").replace("o", "○").replace("?", "·")


def test_runs_of_other_releases_or_servers_are_not_compared() -> None:
    found = build(
        [
            replace(CONFORMING, findings=(finding(),)),
            replace(CONFORMING, sdk_version="2.1.2"),
            replace(CONFORMING, command="live", server="Community 1.23.2"),
            replace(CONFORMING, selection=("tasks.*",)),
        ]
    )
    assert len(found.series) == 4
    assert not any(series.of("fixed") for series in found.series)


def test_runs_are_in_the_order_of_their_days() -> None:
    early, late = CONFORMING, replace(CONFORMING, findings=(finding(),))
    runs = [
        Run(name="a.json", day=date(2026, 11, 9), report=late),
        Run(name="b.json", day=date(2026, 11, 2), report=early),
    ]
    (series,) = build_history(runs, tool_version="1", folder="f").series
    assert [trace.state for trace in series.traces] == ["new"]
    assert series.last.name == "a.json"


@pytest.mark.parametrize("render", [to_html, to_markdown, to_terminal])
def test_every_format_has_the_same_counts_and_names_what_changed(render: object) -> None:
    found = history("oxox")
    shown = render(found)  # type: ignore[operator]
    assert "4 runs in 1 series: 0 new, 0 fixed, 1 flaky, 0 lasting" in shown
    assert "prompts.get.id" in shown
    assert "○●○●" in shown


@pytest.mark.parametrize("render", [to_html, to_markdown, to_terminal])
def test_hostile_text_is_text_in_a_history(render: object) -> None:
    shown = render(history("ox", part=HOSTILE))  # type: ignore[operator]
    assert "\x1b" not in shown
    assert "\u202e" not in shown
    if render is to_html:
        tags = Page(shown).tags
        assert "img" not in tags
        assert tags.count("script") == 1


def test_the_states_have_labels_for_people() -> None:
    assert {trace.state for pattern in ("ox", "xo", "xox", "xx") for trace in history(pattern).series[0].traces} == {
        *STATES
    }


def test_each_run_says_how_much_was_tested() -> None:
    covered = replace(CONFORMING.operations[0], extents={"options": Extent(covered=1, missing={"b": "why"})})
    found = build([CONFORMING, replace(CONFORMING, operations=(covered,))])
    assert [run.tested for run in found.series[0].runs] == ["", "75.0 %"]
    for text in (to_html(found), to_markdown(found)):
        assert text.count("75.0 %") == 1
        assert "Tested" in text
