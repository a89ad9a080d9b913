"""The report of an upgrade in a browser: filters, folding, both sides of a change, phones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.report.upgrade.names import anchor
from tests.report.browser.conftest import OpenPage, open_all, settle
from tests.report.browser.reports import PAYLOADS
from tests.report.upgrade_reports import EVERY_KIND, REQUIRED, many

pytestmark = pytest.mark.browser
PICTURED = replace(EVERY_KIND, groups={"jwt_settings": (1, 2), "projects": (20, 22), "untouched": (3, 3)})
OVERFLOW = "document.documentElement.scrollWidth"


def number_shown(page: Any) -> str:
    """The sentence below the filters."""
    return str(page.inner_text("#filters output"))


def test_the_filters_count_changes_as_the_verdict_does(open_page: OpenPage) -> None:
    page = open_page(EVERY_KIND)
    total = len(EVERY_KIND.changes)
    assert number_shown(page) == f"{total} changes"
    for impact, number in EVERY_KIND.impacts.items():
        if number:
            page.select_option("[name=impact]", impact)
            assert number_shown(page) == f"{number} of {total} changes"


def test_equal_changes_of_many_subjects_are_one_entry_and_count_as_many(open_page: OpenPage) -> None:
    alike = [replace(REQUIRED, subject=f"projects.p{number}") for number in range(40)]
    page = open_page(replace(EVERY_KIND, changes=tuple(alike)))
    assert page.locator(".item").count() == 1
    assert number_shown(page) == "40 changes"
    page.fill("[name=q]", "projects.p39")
    assert number_shown(page) == "40 of 40 changes"


def test_breaking_changes_are_visible_and_folded_and_the_others_folded(open_page: OpenPage) -> None:
    page = open_page(many(300))
    assert page.locator("#breaking .item > summary").first.is_visible()
    assert page.locator(".item[open]").count() == 0
    assert not page.locator("#added .item > summary").first.is_visible()


def test_both_sides_of_a_change_stand_side_by_side_with_the_words_that_differ_marked(open_page: OpenPage) -> None:
    page = open_page(EVERY_KIND, f"#{anchor(REQUIRED)}")
    change = page.locator(f"#{anchor(REQUIRED)}")
    assert change.locator(".pair mark.removed").first.inner_text() == " | None = OMIT"
    left, right = (change.locator(".pair figure").nth(side).bounding_box() for side in (0, 1))
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_a_link_in_the_steps_opens_the_change(open_page: OpenPage) -> None:
    page = open_page(EVERY_KIND)
    link = page.locator("#steps a").first
    target = str(link.get_attribute("href"))
    link.click()
    page.wait_for_url("**#*")
    settle(page)
    assert page.locator(f"{target} .body").first.is_visible()


def test_the_picture_has_every_sub_client_that_changed_and_names_the_others(open_page: OpenPage) -> None:
    page = open_page(PICTURED)
    assert "1 with a break" in page.locator("#picture .bar", has_text="jwt_settings").inner_text()
    assert "No operation changed in 1 sub-client: untouched." in page.locator("#picture").inner_text()


def test_a_page_of_many_changes_is_short_until_they_are_opened(open_page: OpenPage) -> None:
    page = open_page(replace(many(300), rows=()), viewport={"width": 360, "height": 740})
    groups = page.locator("details.group").count()
    assert page.evaluate("document.documentElement.scrollHeight") < 40_000 + 80 * groups
    assert page.evaluate(OVERFLOW) == 360


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_text_is_text_in_an_upgrade(open_page: OpenPage, name: str) -> None:
    text = PAYLOADS[name]
    change = replace(
        REQUIRED, subject=f"a.{text}", message=text, before=text, after=text + "2", migration=text, example=text
    )
    report = replace(PICTURED, changes=(change,), notes=(text,))
    page = open_page(report)
    open_all(page)
    assert page.title() == f"label-studio-sdk: {report.verdict}"
    assert page.locator("script").count() == 1
    assert page.locator("img, svg, iframe, link, object").count() == 0
    assert page.evaluate(f"{OVERFLOW} <= innerWidth")
