"""The page of a history in a browser."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.report.history.history import History
from conformance.report.to_html import to_html
from tests.report.browser.conftest import OpenPage, open_all
from tests.report.browser.reports import EXPLORED, FINDINGS, PAYLOADS, hostile
from tests.report.history.test_history import build

pytestmark = pytest.mark.browser


def nights() -> History:
    """Three nights: one finding new in the last, one fixed, one that came and went."""
    fixed, flaky, new, *others = FINDINGS
    found = [(fixed, flaky), (fixed,), (flaky, new)]
    return build([replace(EXPLORED, findings=(*night, *others)) for night in found])


def number_shown(page: Any) -> str:
    """The sentence below the filters."""
    return str(page.inner_text("#filters output"))


def test_a_filter_by_state_leaves_what_the_verdict_counts(open_page: OpenPage) -> None:
    page = open_page(to_html(nights()))
    assert page.inner_text("h1").startswith("3 runs in 1 series: 1 new, 1 fixed, 1 flaky")
    for state in ("new", "fixed", "flaky"):
        page.select_option("[name=state]", state)
        assert number_shown(page) == f"1 of {len(FINDINGS)} findings"
        assert page.locator(".item:visible").count() == 1


def test_a_history_fits_a_phone_and_hostile_text_is_text(open_page: OpenPage) -> None:
    for text in PAYLOADS.values():
        page = open_page(to_html(build([hostile(text)] * 2)), viewport={"width": 360, "height": 740})
        open_all(page)
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert page.locator("script").count() == 1
        assert page.locator("img, svg").count() == 0
