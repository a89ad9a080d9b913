"""A comment on a pull request can always be posted, and names what matters first."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given

from conformance.change import Impact
from conformance.finding import Evidence
from conformance.report.to_markdown import NO_SPACE, SPACE, to_markdown
from conformance.report.upgrade import groups, names
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import in_line, visible
from tests.report.check_reports import CONFORMING, finding
from tests.report.upgrade_reports import EVERY_KIND, FIELD, REQUIRED, many
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import HOSTILE


@pytest.mark.parametrize("text", ["a", "`", "a ``` b", "`````", *HOSTILE])
def test_a_fence_is_longer_than_any_run_of_backticks_in_it(text: str) -> None:
    shown = to_markdown(
        replace(CONFORMING, findings=(finding(evidence=Evidence(call="", request=text, response="", outcome="")),))
    )
    fence = re.findall(r"^(`{3,})http\n", shown, flags=re.MULTILINE)[0]
    _, _, rest = shown.partition(f"{fence}http\n")
    assert rest.partition(f"\n{fence}\n")[0] == visible(text)
    assert fence not in visible(text)


def test_text_in_a_comment_on_a_check_is_not_markup_and_mentions_no_user() -> None:
    shown = to_markdown(replace(CONFORMING, findings=(finding(message="<b>*x*</b> | @octocat #12"),)))
    assert r"\<b\>\*x\*\</b\> \| @<!-- -->octocat #<!-- -->12" in shown


def test_a_comment_names_every_finding_when_there_is_no_space_for_evidence() -> None:
    long = Evidence(call="call()", request="GET / HTTP/1.1\n" * 100, response="", outcome="")
    many = tuple(finding(f"p{number}", evidence=long) for number in range(200))
    shown = to_markdown(replace(CONFORMING, findings=many))
    assert len(shown) <= SPACE + 1000
    assert NO_SPACE in shown
    assert all(found.id in shown for found in many)
    assert "<summary>Evidence</summary>" in shown


def test_in_a_short_comment_every_check_shows_evidence_before_one_shows_all() -> None:
    long = Evidence(call="call()", request="GET / HTTP/1.1\n" * 100, response="", outcome="")
    many = tuple(finding(f"p{number}", evidence=long) for number in range(100))
    other = replace(finding(evidence=long), check="twins_differ")
    shown = to_markdown(replace(CONFORMING, findings=(*many, other)))
    assert "<summary>Evidence</summary>" in shown.partition("#### `twins_differ`")[2]


def test_a_comment_on_a_thousand_findings_can_be_posted() -> None:
    many = tuple(finding(f"p{number}", message="word " * 60) for number in range(1000))
    shown = to_markdown(replace(CONFORMING, findings=many))
    assert len(shown) < 65_536
    assert all(found.id in shown for found in many)


def test_a_comment_groups_known_findings_by_reason() -> None:
    known = tuple(finding(f"p{number}").with_known_reason("The server takes it raw.") for number in range(12))
    shown = to_markdown(replace(CONFORMING, findings=known))
    assert "| 12 | The server takes it raw. | `path_value_not_escaped` |" in shown


@given(report=upgrade_reports())
def test_a_small_comment_names_every_breaking_and_risky_change(report: UpgradeReport) -> None:
    shown = to_markdown(report)
    for entry in groups.merge_equal((*report.of(Impact.BREAKING), *report.of(Impact.RISKY))):
        assert all(in_line(names.where(change)) in shown for change in entry.changes)
    assert NO_SPACE not in shown


@pytest.mark.parametrize("number", [1200, 6000])
def test_a_comment_can_always_be_posted(number: int) -> None:
    report = many(number)
    unlike = tuple(replace(item, before=item.id, message="*word* @octocat " * 60) for item in report.changes)
    for shown in (to_markdown(report), to_markdown(replace(report, changes=unlike, notes=("<" * 9000,) * 20))):
        assert len(shown) < 60_000
        assert shown.startswith("## ❌ label-studio-sdk: 2.1.2 breaks callers of 2.0.5")
        assert NO_SPACE in shown
        assert shown.count("<details>") == shown.count("</details>")


def test_a_long_comment_shows_messages_of_every_rule() -> None:
    alone = tuple(replace(REQUIRED, subject=f"projects.p{number}", before=f"{number} " * 40) for number in range(400))
    shown = to_markdown(replace(EVERY_KIND, changes=(*alone, replace(FIELD, hits=()))))
    assert "`AllRolesProjectList` has no field `has_blueprints`" in shown
    assert "- [ ] Read blueprint" in shown


def test_text_in_a_comment_on_an_upgrade_is_not_markup_and_mentions_no_user() -> None:
    shown = to_markdown(replace(EVERY_KIND, changes=(replace(REQUIRED, message="<b>*x*</b> | @octocat #12 `a|b`"),)))
    assert r"\<b\>\*x\*\</b\> \| @<!-- -->octocat #<!-- -->12 `a|b`" in shown


def test_a_comment_begins_with_what_affects_the_reader() -> None:
    shown = to_markdown(EVERY_KIND)
    assert "3 of 13 changes affect your code." in shown.splitlines()[2]
    assert shown.index("`tokens/rotate.py:41`") < shown.index("### Breaking changes")
