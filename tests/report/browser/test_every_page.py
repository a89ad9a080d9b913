"""Every kind of page, light and dark, wide and narrow: nothing serious for axe, no horizontal scroll, and on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import pytest

from conformance.report.to_html import to_html
from tests.report.browser.conftest import OpenPage, open_all
from tests.report.browser.reports import EXPLORED
from tests.report.browser.test_histories import nights
from tests.report.browser.test_upgrades import PICTURED
from tests.report.check_reports import CONFORMING, LIVE
from tests.report.test_matrix_report import MATRIX
from tests.report.test_mutants_report import REPORT as MUTANTS
from tests.report.upgrade_reports import many

pytestmark = pytest.mark.browser
PAGES: Final = {
    "check": to_html(EXPLORED),
    "conforming": to_html(CONFORMING),
    "live": to_html(replace(LIVE, findings=EXPLORED.findings[:12])),
    "upgrade": to_html(PICTURED),
    "many changes": to_html(many(60)),
    "history": to_html(nights()),
    "mutants": to_html(MUTANTS),
    "matrix": to_html(MATRIX),
}
WIDTHS: Final = (1280, 360)
each_page = pytest.mark.parametrize("name", PAGES)


def serious(page: Any) -> list[tuple[str, str]]:
    """The violations that axe calls serious or critical, each with its first place."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="install the extra `browser`").Axe
    found = axe().run(page).response["violations"]
    return [(entry["id"], entry["nodes"][0]["html"]) for entry in found if entry["impact"] in {"serious", "critical"}]


@each_page
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_has_nothing_serious_to_say_and_nothing_scrolls_sideways(
    open_page: OpenPage, name: str, scheme: str, width: int
) -> None:
    page = open_page(PAGES[name], color_scheme=scheme, viewport={"width": width, "height": 800})
    open_all(page, 30)
    assert serious(page) == []
    open_all(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@each_page
def test_paper_has_the_verdict_and_no_controls_and_fits_its_width(open_page: OpenPage, name: str) -> None:
    page = open_page(PAGES[name], viewport={"width": 700, "height": 900})
    page.emulate_media(media="print")
    assert page.locator("h1").is_visible()
    assert page.locator(".filters:visible, nav:visible, button.copy:visible").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") == 700


def test_paper_has_a_line_for_every_new_finding_and_the_evidence_of_those_that_are_open(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    page.emulate_media(media="print")
    assert page.locator("#new details.item > summary:visible").count() == len(EXPLORED.new)
    assert page.locator("#known details.item:visible").count() == 0
    assert page.locator(".evidence:visible").count() == 0
    page.emulate_media(media="screen")
    page.evaluate(
        "const one = document.querySelector('details.item'); one.closest('details.group').open = one.open = true"
    )
    page.emulate_media(media="print")
    assert page.locator("#new details.item > summary:visible").count() == len(EXPLORED.new)
    assert page.locator("details.item .evidence:visible").count() == 1


def test_paper_has_a_line_for_every_breaking_and_risky_change_and_only_the_number_of_the_others(
    open_page: OpenPage,
) -> None:
    page = open_page(PAGES["many changes"])
    page.emulate_media(media="print")
    for section in ("breaking", "risky"):
        items = page.locator(f"#{section} details.item > summary")
        assert items.count()
        assert items.locator("visible=true").count() == items.count()
    assert page.locator("#added details.item:visible, #documentation details.item:visible").count() == 0
    assert page.locator("#added details.group > summary:visible").count() > 0
