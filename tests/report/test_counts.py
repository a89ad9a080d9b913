"""Every count in every format is that of the JSON document: of a check, and of an upgrade with the user's own code."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from typing import Final
from xml.etree import ElementTree as ET

import pytest

from conformance.extent import Extent
from conformance.finding import Stale
from conformance.report.annotations import annotation_lines
from conformance.report.badge import to_badge
from conformance.report.build import AnyReport
from conformance.report.report import Report
from conformance.report.to_html import to_html
from conformance.report.to_json import to_json
from conformance.report.to_junit import to_junit
from conformance.report.to_markdown import to_markdown
from conformance.report.to_sarif import to_sarif
from conformance.report.to_terminal import to_terminal
from conformance.report.upgrade.changelog import to_changelog
from conformance.report.upgrade_report import UpgradeReport
from tests.report.browser.reports import EXPLORED
from tests.report.check_reports import CONFORMING, LIVE
from tests.report.sarif import sarif_results
from tests.report.upgrade_reports import EVERY_KIND, NOTHING, many
from tests.strategies import CHECK_IDS

STALE: Final = tuple(Stale(finding=f"{CHECK_IDS[0]}: a.{name}", reason="So.", file="known.toml") for name in "xyz")
CRASHED: Final = replace(EXPLORED.operations[0], operation="crashes", crash="Traceback\nValueError: no")
CHECKS: Final = {
    "every kind": replace(EXPLORED, stale=STALE, operations=(*EXPLORED.operations, CRASHED)),
    "known only": replace(EXPLORED, findings=EXPLORED.known),
    "conforming": CONFORMING,
    "live": replace(LIVE, findings=EXPLORED.findings[:5]),
}
UPGRADES: Final = {
    "every kind": EVERY_KIND,
    "many": many(300),
    "nothing": NOTHING,
    "any": replace(many(60), fail_on="any"),
    "touched": replace(EVERY_KIND, fail_on="touched"),
}
each_check = pytest.mark.parametrize("report", CHECKS.values(), ids=CHECKS)
each_upgrade = pytest.mark.parametrize("report", UPGRADES.values(), ids=UPGRADES)


def text_of(page: str) -> str:
    """The text of a page, without its markup."""
    body = page[page.index("<body>") : page.index("<script")]
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", body)).split())


def tiles(page: str) -> dict[str, int]:
    """The numbers at the top of a page, by their labels."""
    (shown,) = re.findall(r'<ul class="tiles">(.*?)</ul>', page, re.DOTALL)
    entries = re.findall(r"<li[^>]*><b>(\d+)</b>(.*?)</li>", shown, re.DOTALL)
    texts = [" ".join(re.sub(r"<br>.*|<span class=\"quiet\">\d.*|<[^>]*>", " ", rest).split()) for _, rest in entries]
    return dict(zip(texts, (int(number) for number, _ in entries), strict=True))


def totals(table: str) -> list[int]:
    """The sums of the last columns of the first table of a comment."""
    rows = [[cell.strip() for cell in line.split(" | ")] for line in re.findall(r"^\| `.*$", table, re.MULTILINE)]
    return [sum(int(row[column]) for row in rows if len(row) == 7) for column in (3, 4, 5)]


def annotated(report: AnyReport) -> dict[str, int]:
    """How many results the annotations of a job have of each level, with those that are only counted."""
    found = {"error": 0, "warning": 0, "notice": 0}
    for line in annotation_lines(report):
        level = re.findall(r"^::(\w+)", line)[0]
        more = re.findall(r"^::\w+ ::and (\d+) ", line)
        found[level] += int(more[0]) if more else 1
    return found


def results_by_level(text: str) -> dict[str, int]:
    """How many results of a log are not suppressed, by the level of their annotations."""
    levels = [found["level"] for found in sarif_results(text) if "suppressions" not in found]
    return {"error": levels.count("error"), "warning": levels.count("warning"), "notice": levels.count("note")}


@each_check
def test_a_check_has_one_count_of_each_kind(report: Report) -> None:
    verdict = json.loads(to_json(report))["verdict"]
    counts = {name: verdict[name] for name in ("new", "known", "stale", "crashed")}
    assert counts == {"new": len(report.new), "known": len(report.known), "stale": len(report.stale),
                      "crashed": len(report.crashed)}  # fmt: skip

    shown = tiles(to_html(report))
    labels = ("new findings", "known findings", "stale known findings", "could not be checked")
    assert [shown.get(label, 0) for label in labels] == list(counts.values())
    assert f"Operations: {report.judged}" in text_of(to_html(report))

    comment = to_markdown(report)
    assert totals(comment) == [counts["new"], counts["known"], counts["stale"]]
    assert (f"New findings: {counts['new']}" in comment) == bool(counts["new"])

    summary = to_terminal(report)
    assert (f"New findings: {counts['new']} (" in summary) == bool(counts["new"])
    for text in (summary, comment, to_sarif(report), to_junit(report), text_of(to_html(report))):
        assert report.verdict in text

    log = sarif_results(to_sarif(report))
    assert sum("suppressions" in found for found in log) == counts["known"]
    assert sum("suppressions" not in found for found in log) == counts["new"] + counts["stale"]
    assert annotated(report) == results_by_level(to_sarif(report))

    root = ET.fromstring(to_junit(report))
    assert int(root.attrib["errors"]) == counts["crashed"]
    listed = [line for case in root.iter("failure") for line in (case.text or "").splitlines()]
    assert sum(line in {found.id for found in report.new} for line in listed) == counts["new"]
    assert sum("listed because" in line for line in listed) == counts["stale"]

    message = json.loads(to_badge(report))["message"]
    words = {"new": "new finding", "stale": "stale", "crashed": "not checked", "known": "known finding"}
    named = {name: int(number[0]) for name in words if (number := re.findall(rf"(\d+) {words[name]}", message))}
    assert named == {name: counts[name] for name in named}
    assert report.conforms or {name for name in counts if name != "known" and counts[name]} <= set(named)


@each_upgrade
def test_an_upgrade_has_one_count_of_each_kind(report: UpgradeReport) -> None:
    document = json.loads(to_json(report))
    verdict, total = document["verdict"], len(document["changes"])
    impacts = {name: verdict[name] for name in ("breaking", "risky", "compatible", "documentation")}
    added = verdict["added"]
    assert sum(impacts.values()) == total

    page = to_html(report)
    other = impacts["compatible"] - added
    expected = {"breaking": impacts["breaking"], "risky": impacts["risky"], "added": added,
                "other compatible": other, "documentation only": impacts["documentation"]}  # fmt: skip
    assert tiles(page) | expected == tiles(page)
    assert f"Changes: {total}" in text_of(page)
    comment, summary = to_markdown(report), to_terminal(report)
    titles = {"Breaking changes": impacts["breaking"], "Risky changes": impacts["risky"], "Added": added,
              "Other compatible changes": other, "Documentation only": impacts["documentation"]}  # fmt: skip
    for title, number in titles.items():
        for text in (text_of(page), comment, summary):
            assert {int(found) for found in re.findall(rf"{title}: (\d+)", text)} <= {number}
        assert number == 0 or f"{title}: {number}" in summary
    for name, number in (("Breaking", impacts["breaking"]), ("Risky", impacts["risky"]), ("Added", added)):
        assert re.findall(rf"^\| {name} \| (\d+) ", comment, re.MULTILINE) == [str(number)] * bool(number)

    for text in (page, comment, summary, to_sarif(report), to_junit(report)):
        affect = re.findall(r"(None|\d+) of (\d+) changes affects? your code", text)
        touched = "None" if not verdict["touched"] else str(verdict["touched"])
        assert set(affect) == (set() if verdict["touched"] is None else {(touched, str(total))})
        assert report.verdict in unescape(text)

    severe = {found["properties"]["id"] for found in sarif_results(to_sarif(report)) if found["level"] != "note"}
    assert report.usage is not None or len(severe) == impacts["breaking"] + impacts["risky"]
    assert annotated(report) == results_by_level(to_sarif(report))

    root = ET.fromstring(to_junit(report))
    failing = sum(map(report.fails_for, report.changes)) + len(report.failing_type_errors)
    assert (int(root.attrib["failures"]), int(root.attrib["errors"])) == (failing, 0)
    assert (failing > 0) == verdict["fails"]

    assert json.loads(to_badge(report))["message"] == (
        f"{impacts['breaking']} breaking, {impacts['risky']} risky"
        if impacts["breaking"] or impacts["risky"]
        else "compatible"
    )

    sections = dict(re.findall(r"^### (\w+)\n\n(.*?)(?=\n\n|\Z)", to_changelog(report), re.DOTALL | re.MULTILINE))
    entries = sections.get("Breaking", "").splitlines()
    assert sum(map(subjects_of, entries)) == impacts["breaking"]


def subjects_of(entry: str) -> int:
    """How many changes an entry of release notes is about."""
    others = re.findall(r" Also: (.*?)\.(?: |$)", entry)
    more = re.findall(r" and (\d+) more$", others[0]) if others else []
    return 1 + (others[0].count("`") // 2 if others else 0) + (int(more[0]) if more else 0)


def test_a_run_that_tested_too_little_says_so_in_every_format() -> None:
    half = replace(EXPLORED.operations[0], extents={"clients": Extent(covered=1, missing={"async": "left out"})})
    report = replace(EXPLORED, findings=(), min_coverage=100, operations=(half,))
    assert report.coverage_gap == "75.0 % was tested, and 100 % is required"
    root = ET.fromstring(to_junit(report))
    assert [case.get("message") for case in root.iter("failure")] == [report.coverage_gap]
    assert report.coverage_gap in json.loads(to_badge(report))["message"]
    for text in (to_html(report), to_markdown(report), to_terminal(report), to_sarif(report)):
        assert report.coverage_gap in text
