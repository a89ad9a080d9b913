"""The report of a check in a browser: search, filters, links, copying, reading without a script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from conformance.comparison import Comparison
from conformance.finding import Evidence, Finding
from conformance.occurrence import Occurrence, SourcePlace
from conformance.report.to_html import to_html
from tests.report.browser.conftest import OpenPage, open_all, settle, unfold
from tests.report.browser.reports import EXPLORED, FINDINGS, OPERATIONS, PAYLOADS, finding, hostile
from tests.report.check_reports import CONFORMING, LIVE

pytestmark = pytest.mark.browser


def matches(page: Any) -> str:
    """The sentence below the filters."""
    return str(page.inner_text("#filters output"))


def evidence_of(found: Finding) -> Evidence:
    """The evidence of a finding that has some."""
    assert found.evidence is not None
    return found.evidence


def left_over(page: Any) -> int:
    """How many findings the filters leave."""
    return int(page.evaluate("document.querySelectorAll('.item:not([hidden])').length"))


def test_typing_leaves_the_findings_that_have_every_word(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    page.fill("[name=q]", "TASKS number 7")
    assert matches(page) == f"1 of {len(FINDINGS)} findings"
    assert page.locator(".item:visible").count() == 1
    page.fill("[name=q]", "")
    assert matches(page) == f"{len(FINDINGS)} findings"


@pytest.mark.parametrize(
    ("name", "value", "number"),
    [
        ("severity", "minor", sum(found.severity.value == "minor" for found in FINDINGS)),
        ("blame", "server", sum(found.blame.value == "server" for found in FINDINGS)),
        ("state", "known", len(EXPLORED.known)),
        ("check", FINDINGS[0].check, sum(found.check == FINDINGS[0].check for found in FINDINGS)),
        ("client", "async", sum("# async" in evidence_of(found).call for found in FINDINGS)),
    ],
)
def test_a_filter_leaves_as_many_findings_as_it_says(open_page: OpenPage, name: str, value: str, number: int) -> None:
    page = open_page(EXPLORED)
    page.select_option(f"[name={name}]", value)
    assert left_over(page) == number
    assert f"({number})" in page.inner_text(f"[name={name}] option[value='{value}']")
    page.click("[data-clear]")
    assert left_over(page) == len(FINDINGS)


def test_a_filter_by_the_state_on_the_server_leaves_what_was_not_reached(open_page: OpenPage) -> None:
    on_server = replace(LIVE, findings=(finding("prompts.get", 0), finding("tasks.status", 1)))
    page = open_page(on_server)
    page.select_option("[name=reach]", "unreached")
    assert page.locator(".item:not([hidden])").get_attribute("data-operation") == "tasks.status"


def test_filters_and_the_open_finding_survive_a_reload(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    page.select_option("[name=severity]", "minor")
    page.fill("[name=q]", "projects.get")
    unfold(page)
    before = matches(page), page.url
    page.reload()
    settle(page)
    assert (matches(page), page.url) == before
    assert page.locator(".item[open]:visible").count() == 1


def test_a_link_to_a_finding_opens_it_and_everything_around_it(open_page: OpenPage) -> None:
    name = open_page(EXPLORED).locator(".item").nth(30).get_attribute("id")
    page = open_page(EXPLORED, f"#{name}")
    assert page.locator(f"#{name} .evidence").is_visible()
    assert page.evaluate("document.activeElement.closest('.item')?.id") == name


def test_a_count_in_the_tree_shows_the_findings_behind_it(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    row = page.locator("#operation-tree tr[data-path='projects']")
    number = int(row.locator("td").first.inner_text())
    row.locator("td button").first.click()
    below = [found for found in FINDINGS if found.operation.startswith("projects.")]
    assert left_over(page) == len(below)
    assert number == sum(found.operation.startswith("projects.") for found in EXPLORED.new)
    page.click("[data-operation-chip]")
    assert left_over(page) == len(FINDINGS)


def test_the_tree_unfolds_with_the_keyboard(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    inner = page.locator("#operation-tree tr[data-path='projects.create']")
    fold = page.locator("#operation-tree tr[data-path='projects'] button.fold")
    assert not inner.is_visible()
    fold.focus()
    page.keyboard.press("Enter")
    assert inner.is_visible()
    assert fold.get_attribute("aria-expanded") == "true"


def test_a_slash_starts_a_search_and_escape_ends_it(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    page.keyboard.press("/")
    page.keyboard.type("version")
    assert matches(page).startswith("12 of")
    page.keyboard.press("Escape")
    assert left_over(page) == len(FINDINGS)


def test_an_open_finding_has_its_body_in_lines_with_the_field_marked(open_page: OpenPage) -> None:
    page = open_page(replace(CONFORMING, findings=(finding("prompts.get", 0),)))
    unfold(page)
    response = page.locator("figure[data-block=response] pre").inner_text()
    assert '      "id": 12345678901234567890,' in response
    marked = page.locator("figure[data-block=response] mark").all_inner_texts()
    assert marked == ['      "title": "first",', '      "title": null']
    assert page.locator("figure[data-block=request] mark").all_inner_texts() == [
        "GET http://sdk.test/api/prompts.get/0?title=1"
    ]


def test_two_requests_stand_side_by_side_with_their_differences_marked(open_page: OpenPage) -> None:
    requests = "\n\n".join(
        f'POST http://sdk.test/api\nx-sdk: 1\n\n{{"a": 1, "b": {value}}}' for value in ("[1]", "[1, 2]")
    )
    evidence = Evidence(call="client.a()  # sync\nclient.a()  # async", request=requests, response="200", outcome="x")
    page = open_page(replace(CONFORMING, findings=(finding("prompts.get", 0, evidence=evidence),)))
    unfold(page)
    assert page.locator(".pair figure").count() == 2
    assert page.locator(".pair mark.removed").all_inner_texts() == ["    1"]
    assert page.locator(".pair mark.added").all_inner_texts() == ["    1,", "    2"]
    left, right = (page.locator(".pair figure").nth(side).bounding_box() for side in (0, 1))
    assert left["y"] == right["y"]
    assert left["x"] + left["width"] <= right["x"]


def test_a_finding_of_shared_code_has_its_line_its_operations_and_both_sides_of_each_difference(
    open_page: OpenPage,
) -> None:
    shared = finding(
        "(core)",
        0,
        part="core.json",
        source=SourcePlace(file="acme_sdk/core/json.py", line=115, function="json"),
        occurrences=tuple(
            Occurrence(operation=operation, clients=("sync",), fields=("results.[].id",)) for operation in OPERATIONS
        ),
        comparison=Comparison(sides=("the response", "the model"), rows=(("results.[].title", "<b>'first'", "None"),)),
    )
    page = open_page(replace(EXPLORED, findings=(shared,)))
    unfold(page)
    item = page.locator(".item")
    assert "acme_sdk/core/json.py:115 in json" in item.inner_text()
    assert item.locator("table.compare td").all_inner_texts() == ["<b>'first'", "None"]
    unfold(page, ".item details.more > summary")
    assert item.locator("pre.ids").inner_text().splitlines()[0].startswith(OPERATIONS[0])
    marked = "".join(item.locator("figure[data-block=response] mark").all_inner_texts())
    assert '"title": "first"' in marked
    assert '"id": 2' in marked
    page.locator("#operation-tree tr[data-path='tasks'] td button").first.click()
    assert left_over(page) == 1


def test_a_copy_button_copies_the_text_as_the_result_document_has_it(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    page.fill("[name=q]", "tasks number 7")
    unfold(page)
    page.get_by_role("button", name="Copy: Response").click()
    found = next(found for found in FINDINGS if found.operation == "tasks.get" and "number 7" in found.message)
    assert page.evaluate("copied") == evidence_of(found).response
    page.get_by_role("button", name="Copy the command").click()
    assert page.evaluate("copied") == "conformance check --sdk 2.0.7 --operation tasks.get --examples 20 --no-known"


def test_everything_can_be_read_without_a_script(open_page: OpenPage) -> None:
    page = open_page(EXPLORED, java_script_enabled=False)
    assert not page.locator("#filters").is_visible()
    text = page.locator("body").text_content()
    for found in FINDINGS:
        assert found.id in text
        assert evidence_of(found).request in text
        assert found.reproduce is not None
        assert found.reproduce.curl in text
    page.locator("details.group > summary").first.click()
    page.locator(".item:visible > summary").first.click()
    assert page.locator(".item[open] pre").first.is_visible()


def test_a_text_that_repeats_is_on_the_page_once_and_can_be_read_in_every_finding(open_page: OpenPage) -> None:
    assert to_html(EXPLORED).count('"results":[{"id":') == 1
    page = open_page(EXPLORED)
    page.fill("[name=q]", "version number 11")
    unfold(page)
    assert '"title": "first"' in page.locator(".item[open] figure[data-block=response]").inner_text()


def test_a_text_that_repeats_can_be_read_after_the_finding_that_has_it_was_opened(open_page: OpenPage) -> None:
    page = open_page(EXPLORED)
    open_all(page)
    shown = page.locator(".item figure[data-block=response] pre").all_inner_texts()
    assert len(shown) == len(FINDINGS)
    assert all('"title": "first"' in text for text in shown)


def test_the_object_that_should_have_a_missing_field_is_marked(open_page: OpenPage) -> None:
    evidence = Evidence(
        call="client.a()", request="GET http://a", response='200\n\n{"results":[{},{"id":1}]}', outcome="x"
    )
    missing = finding("prompts.get", 0, evidence=evidence, part="results.[].title")
    shared = replace(missing, part="core.json", occurrences=(Occurrence(operation="prompts.get", part="results"),))
    page = open_page(replace(CONFORMING, findings=(missing, shared)))
    open_all(page)
    blocks = page.locator("figure[data-block=response]")
    marked = [[text.strip() for text in blocks.nth(n).locator("mark").all_inner_texts()] for n in range(2)]
    assert marked == [["{},", "{"], ['"results": [']]


@pytest.mark.parametrize("name", PAYLOADS)
def test_hostile_text_is_text_in_the_browser(open_page: OpenPage, name: str) -> None:
    report = hostile(PAYLOADS[name])
    page = open_page(report)
    open_all(page)
    assert page.title() == report.verdict
    assert page.locator("script").count() == 1
    assert page.locator("img, svg, iframe, link, object").count() == 0
    assert page.evaluate("document.body.textContent.match(/[\\u0000-\\u0008\\u001b\\u202e\\u2066\\u200f]/)") is None
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.fill("[name=q]", PAYLOADS[name][:40])
    assert page.locator("script").count() == 1


def test_a_megabyte_of_text_in_one_body_stays_text_and_does_not_stop_the_page(open_page: OpenPage) -> None:
    evidence = Evidence(call="client.a()", request="GET http://a", response=f"200\n\n{'<b>' * 350_000}", outcome="x")
    page = open_page(replace(CONFORMING, findings=(finding("prompts.get", 0, evidence=evidence),)))
    unfold(page)
    assert page.locator("figure[data-block=response] pre").evaluate("block => block.textContent.length") > 1_000_000
    assert page.locator("figure b").count() == 0
