"""A browser that opens reports from disk: every page must stay without errors and must fetch nothing."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from conformance.report.build import AnyReport
from conformance.report.to_html import to_html

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
MISSING = (
    "no browser: install the extra `browser`, and Chromium (by its package, or `playwright install chromium`); "
    "CONFORMANCE_BROWSER names the program where it is not on the PATH"
)
OpenPage = Callable[..., Any]
# A browser says that `details` was opened or closed in a task of its own, some time after the click: what the page does
# then, a test may look at only when every such event has been there.
NOTE_TOGGLES = """
document.addEventListener("toggle", ({ target }) => setTimeout(() => { target.notedAsOpen = target.open; }), true);
"""
# The page's policy forbids `wait_for_function`, which evaluates text in the page.
ALL_NOTED = """async () => {
  const waiting = () => [...document.querySelectorAll("details")]
    .filter(({ open, notedAsOpen }) => open !== (notedAsOpen ?? false));
  for (let turn = 0; waiting().length && turn < 500; turn += 1) await new Promise((next) => setTimeout(next, 10));
  return waiting().length;
}"""
OPEN = """(number) => {
  for (const part of [...document.querySelectorAll("details")].slice(0, number)) part.open = true;
}"""


def settle(page: Any) -> None:
    """Wait until the page has heard of everything that was opened or closed."""
    assert page.evaluate(ALL_NOTED) == 0


def unfold(page: Any, selector: str = ".item > summary") -> None:
    """Click the first visible summary that the selector names, and wait for what the page does about it."""
    page.locator(selector).locator("visible=true").first.click()
    settle(page)


def open_all(page: Any, number: int = 1_000_000) -> None:
    """Open the parts of the page that unfold, or the first so many."""
    page.evaluate(OPEN, number)
    settle(page)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A headless Chromium; the tests are skipped where there is none."""
    api = pytest.importorskip("playwright.sync_api", reason=MISSING)
    program = os.environ.get("CONFORMANCE_BROWSER") or next(filter(None, map(shutil.which, BROWSERS)), None)
    with api.sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        except api.Error as error:
            pytest.skip(f"{MISSING}: {str(error).splitlines()[0]}")
        try:
            yield opened
        finally:
            opened.close()


@pytest.fixture
def open_page(browser: Any, tmp_path: Path) -> Iterator[OpenPage]:
    """Open a report, or a page as text, as a file; afterwards, no page may have had errors or have fetched anything."""
    contexts: list[Any] = []
    problems: list[str] = []
    fetched: list[str] = []

    def open_report(report: AnyReport | str, hash_: str = "", **options: Any) -> Any:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(5_000)
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        file = tmp_path / f"report-{len(contexts)}.html"
        file.write_text(report if isinstance(report, str) else to_html(report), encoding="utf-8")
        page.on("request", lambda request: fetched.append(request.url))
        page.add_init_script(NOTE_TOGGLES)
        page.goto(file.as_uri() + hash_)
        if options.get("java_script_enabled", True):
            settle(page)
        return page

    yield open_report
    for context in contexts:
        context.close()
    assert problems == []
    assert [url for url in fetched if not url.startswith(tmp_path.as_uri())] == []
