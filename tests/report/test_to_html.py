"""HTML pages need nothing else, and every link in them leads to one place."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from hashlib import sha256
from html import unescape
from html.parser import HTMLParser

import pytest
from hypothesis import given

from conformance.occurrence import Occurrence
from conformance.report.page import ASSETS, SCRIPTS
from conformance.report.report import Report
from conformance.report.to_html import to_html
from conformance.report.upgrade import names
from conformance.report.upgrade_report import UpgradeReport
from tests.report.browser.reports import EXPLORED
from tests.report.browser.reports import finding as explored
from tests.report.check_reports import CONFORMING, LIVE, finding
from tests.report.upgrade_reports import EVERY_KIND, HEADER, REQUIRED, many
from tests.report.upgrade_strategies import upgrade_reports
from tests.strategies import reports


class Page(HTMLParser):
    """The names of the elements and the attributes that would fetch something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.fetched += [value or "" for name, value in attrs if name in {"src", "href"}]


@given(report=reports())
def test_a_page_runs_only_its_own_script_and_fetches_nothing(report: Report) -> None:
    page = Page(to_html(report))
    assert page.tags.count("script") == 1
    assert not {"link", "img", "iframe"} & set(page.tags)
    assert all(address.startswith("#") for address in page.fetched)
    assert "url(" not in to_html(CONFORMING)


@given(report=reports())
def test_every_link_in_a_page_leads_somewhere(report: Report) -> None:
    text = to_html(report)
    assert all(f'id="{address[1:]}"' in text for address in Page(text).fetched)


def test_many_findings_are_folded_by_check() -> None:
    many = tuple(finding(f"p{number}") for number in range(40))
    group = re.compile(r'<details class="group"[^>]*>')
    assert "open" not in group.findall(to_html(replace(CONFORMING, findings=many)))[0]
    assert "open" in group.findall(to_html(replace(CONFORMING, findings=many[:3])))[0]


def test_the_browser_is_allowed_to_run_only_the_script_of_the_package() -> None:
    page = to_html(CONFORMING)
    code = page.partition('<script type="module">')[2].partition("</script>")[0]
    for name in SCRIPTS:
        assert (ASSETS / name).read_text(encoding="utf-8") in code
    digest = base64.b64encode(sha256(code.encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'" in page


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_never_parses_text_as_markup_or_as_code(name: str) -> None:
    code = (ASSETS / name).read_text(encoding="utf-8")
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|new Function|fetch\(", code)


def test_a_page_with_two_thousand_findings_is_small() -> None:
    paths = [f"group{number % 40}.operation{number}" for number in range(428)]
    many = tuple(explored(paths[number % 428], number) for number in range(2_000))
    coverage = tuple(replace(EXPLORED.operations[0], operation=path) for path in paths)
    assert len(to_html(replace(EXPLORED, operations=coverage, findings=many)).encode()) < 5_000_000


def test_a_page_folds_what_is_not_on_the_server() -> None:
    _, _, listed = to_html(LIVE).partition('<section id="absent">')
    assert listed.index("<details") < listed.index("prompts.indicators") < listed.index("</details>")


def test_a_recorded_call_that_was_not_replayed_is_shown_with_its_reason() -> None:
    left = replace(CONFORMING.operations[0], replayed=3, not_replayed={"1.23.2 full": "it needs `state` now"})
    shown = unescape(to_html(replace(CONFORMING, operations=(left,))))
    assert "3 recorded calls of 1 operation replayed, 1 left out" in shown
    assert "prompts.get: 1.23.2 full" in shown


@given(report=upgrade_reports())
def test_a_page_fetches_nothing_and_every_link_in_it_leads_to_one_place(report: UpgradeReport) -> None:
    text = to_html(report)
    page = Page(text)
    assert page.tags.count("script") == 1
    assert not {"link", "img", "iframe"} & set(page.tags)
    assert all(address.startswith("#") for address in page.fetched)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in page.fetched} <= set(ids)
    assert {names.anchor(change) for change in report.changes} <= set(ids)
    assert {names.file_anchor(row.path) for row in report.rows} <= set(ids)


def test_every_breaking_change_is_visible_without_a_click() -> None:
    alone = [replace(REQUIRED, subject=f"projects.p{number}", before=str(number)) for number in range(300)]
    text = to_html(replace(EVERY_KIND, changes=tuple(alone)))
    section = text.partition('<section id="breaking" data-items>')[2].partition("</section>")[0]
    assert all("open" in group for group in re.findall(r'<details class="group"[^>]*>', section))
    shown = "".join(re.findall(r"<summary>.*?</summary>", section, flags=re.DOTALL))
    assert all(f"projects.p{number}.api_token_ttl_days" in shown for number in range(300))


def test_a_page_of_a_thousand_changes_is_small_enough_to_read() -> None:
    assert len(to_html(many(1200))) < 2_000_000


def test_hostile_text_is_not_markup_in_a_page() -> None:
    text = to_html(replace(EVERY_KIND, changes=(replace(REQUIRED, message="`<b>` </p><script>`"),)))
    assert "<code>&lt;b&gt;</code> &lt;/p&gt;&lt;script&gt;`" in text


def test_a_file_is_linked_under_each_of_its_names() -> None:
    metadata = "label_studio_sdk-{2.0.5 → 2.0.7}.dist-info/METADATA"
    change = replace(
        HEADER, files=(metadata.replace("{2.0.5 → 2.0.7}", "2.0.5"), metadata.replace("{2.0.5 → 2.0.7}", "2.0.7"))
    )
    row = replace(EVERY_KIND.rows[0], path=metadata, explained_by=(change.id,))
    text = to_html(replace(EVERY_KIND, changes=(change,), rows=(row,)))
    assert text.count(f'href="#{names.file_anchor(metadata)}"') == 2


def test_a_file_that_is_only_renamed_needs_no_explanation() -> None:
    assert "12 changed files, 1 only renamed" in to_html(EVERY_KIND)
    assert [row.path for row in EVERY_KIND.unexplained] == ["label_studio_sdk/_legacy/notes.json"]


def test_a_finding_of_very_many_operations_lists_the_first_and_is_found_by_each() -> None:
    paths = [f"tasks.number_{number}" for number in range(400)]
    shown = tuple(Occurrence(operation=path, part="id") for path in paths)
    text = to_html(replace(CONFORMING, findings=(replace(finding(), operation="(core)", occurrences=shown),)))
    (listed,) = re.findall(r'<pre class="ids">(.*?)</pre>', text.partition('id="operations"')[0], re.DOTALL)
    assert listed.count("tasks.number_") == 25
    assert listed.endswith("and 375 more, in the report as JSON")
    (searched,) = re.findall(r'data-operation="([^"]*tasks[^"]*)"', text.partition('id="operations"')[0])
    assert searched.split() == paths
