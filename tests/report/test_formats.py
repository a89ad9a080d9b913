"""One generated report through every format: nothing is lost, nothing breaks, nothing changes between runs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from jsonschema import Draft202012Validator

import conformance.report
from conformance.errors import UsageError
from conformance.finding import Blame, Coverage, Evidence, Finding, Reach, Severity, Source, Stale
from conformance.report import FORMATS, Render
from conformance.report.check.page import SHOWN
from conformance.report.report import REACH, Report
from conformance.report.to_html import to_html
from conformance.report.to_json import from_json, to_json
from conformance.report.to_junit import to_junit
from conformance.report.to_markdown import NO_SPACE, SPACE, to_markdown
from conformance.report.to_sarif import to_sarif
from conformance.report.to_terminal import to_terminal
from conformance.text import in_line, visible
from tests.report.sarif import sarif_results
from tests.strategies import CHECK_IDS, CHECKS, HOSTILE, live_reports, offline_reports, reports, texts

SCHEMA = json.loads((Path(conformance.report.__file__).parent / "schema.json").read_text(encoding="utf-8"))

CONFORMING = Report(
    command="check",
    tool_version="0.1.0",
    target="label_studio",
    sdk="label-studio-sdk",
    sdk_version="2.0.7",
    sdk_origin="release",
    seed=0,
    examples=20,
    selection=(),
    approved="2.0.7",
    spec=None,
    notes=(),
    checks=CHECKS,
    operations=(
        Coverage(
            operation="prompts.get",
            twins=("sync", "async"),
            examples=20,
            exchanges=40,
            checks=dict.fromkeys(CHECK_IDS, 20),
            not_covered={},
        ),
    ),
    findings=(),
    stale=(),
)


def finding(part: str = "id", message: str = "It is sent raw.", evidence: Evidence | None = None) -> Finding:
    return Finding(
        check="path_value_not_escaped",
        operation="prompts.get",
        message=message,
        severity=Severity.MAJOR,
        blame=Blame.SDK,
        sources=(Source.SDK, Source.STANDARD),
        part=part,
        evidence=evidence,
    )


every_format = pytest.mark.parametrize("render", FORMATS.values(), ids=FORMATS.keys())
every_text = pytest.mark.parametrize("render", [*FORMATS.values(), to_terminal], ids=[*FORMATS, "terminal"])

READ_BACK: dict[str, Callable[[str], str]] = {
    ".html": unescape,
    ".json": lambda text: "\n".join(in_line(found["id"]) for found in json.loads(text)["findings"]),
    ".md": str,
    ".sarif": lambda text: "\n".join(in_line(found["properties"]["id"]) for found in sarif_results(text)),
    ".xml": lambda text: "\n".join(ET.fromstring(text).itertext()),
}


def test_every_rendering_module_is_a_format() -> None:
    folder = Path(conformance.report.__file__).parent
    modules = {path.stem for path in folder.glob("to_*.py")} - {"to_terminal"}  # that one is for stdout
    assert {render.__name__ for render in FORMATS.values()} == modules


@given(report=reports())
def test_a_report_is_read_back_from_its_result_document(report: Report) -> None:
    assert from_json(to_json(report)) == report


@given(report=reports())
def test_the_schema_describes_every_result_document(report: Report) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(report)))


def test_the_schema_is_a_schema_and_leaves_nothing_open() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, *SCHEMA["$defs"].values(), *SCHEMA["properties"].values()]
    assert all("additionalProperties" in each for each in objects if each.get("type") == "object")


@pytest.mark.parametrize("key", ["unheard_of", "findings"])
def test_the_schema_refuses_a_key_too_many_or_too_few(key: str) -> None:
    document = json.loads(to_json(CONFORMING))
    if key in document:
        del document[key]
    else:
        document[key] = 1
    assert not Draft202012Validator(SCHEMA).is_valid(document)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": 1}', '{"schema": 2}', "<html>"])
def test_a_text_that_is_not_a_report_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"not a report as JSON"):
        from_json(text)


@every_format
@given(report=reports())
def test_the_result_document_is_enough_for_every_format(render: Render, report: Report) -> None:
    assert render(from_json(to_json(report))) == render(report)


@pytest.mark.parametrize("suffix", FORMATS)
@given(report=reports())
def test_every_new_finding_is_named(suffix: str, report: Report) -> None:
    shown = READ_BACK[suffix](FORMATS[suffix](report))
    assert all(in_line(found.id) in shown for found in report.new)


@pytest.mark.parametrize("suffix", FORMATS)
@given(report=reports())
def test_every_stale_entry_is_named(suffix: str, report: Report) -> None:
    shown = FORMATS[suffix](report)
    assert all(in_line(stale.finding) in unescape(shown) for stale in report.stale)


@every_text
@given(report=offline_reports())
def test_time_that_passed_is_only_in_the_result_document(render: Render, report: Report) -> None:
    slower = replace(report, times={"judge": 12.5})
    if render is to_json:
        assert {**json.loads(to_json(slower)), "times": 0} == {**json.loads(to_json(report)), "times": 0}
    else:
        assert render(slower) == render(report)


@every_text
@given(report=reports())
def test_every_text_can_be_written_and_ends_its_last_line(render: Render, report: Report) -> None:
    text = render(report)
    assert text.encode("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@pytest.mark.parametrize("render", [to_html, to_junit, to_markdown, to_sarif, to_terminal])
@given(report=reports())
def test_no_hidden_character_reaches_a_reader(render: Render, report: Report) -> None:
    text = render(report)
    assert visible(text) == text


@given(text=texts())
def test_making_characters_visible_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)
    assert "\n" not in in_line(text)


# --- JUnit


def outcomes(report: Report) -> dict[str, int]:
    root = ET.fromstring(to_junit(report))
    found = {tag: len(root.findall(f"testsuite/testcase/{tag}")) for tag in ("failure", "error", "skipped")}
    assert found == {tag: int(root.attrib[name]) for tag, name in zip(found, COUNTS, strict=True)}
    return found


COUNTS = ("failures", "errors", "skipped")


@given(report=reports())
def test_a_run_is_red_in_junit_exactly_when_it_does_not_conform(report: Report) -> None:
    found = outcomes(report)
    assert (found["failure"] + found["error"] == 0) == report.conforms


@given(report=reports())
def test_a_check_that_did_not_judge_is_skipped_in_junit(report: Report) -> None:
    with_findings = {(found.operation, found.check) for found in report.findings}
    asked = [each for each in report.operations if each.reach is None or each.reach.state in {"reached", "unreached"}]
    expected = {(each.operation, check) for each in asked for check in each.not_covered} - with_findings
    not_reached = [each for each in report.operations if each.reach is not None and each.reach.state != "reached"]
    assert outcomes(report)["skipped"] == len(expected) + len(not_reached)


def test_findings_of_one_check_in_one_operation_are_one_failure_in_junit() -> None:
    report = replace(CONFORMING, findings=(finding("id"), finding("slug")))
    failure = ET.fromstring(to_junit(report)).find(".//failure")
    assert failure is not None
    assert failure.get("message") == "2 findings"
    assert "path_value_not_escaped: prompts.get.slug" in (failure.text or "")


def test_a_known_finding_passes_in_junit_and_says_why() -> None:
    report = replace(CONFORMING, findings=(finding().with_known_reason("The server takes it raw."),))
    assert outcomes(report) == {"failure": 0, "error": 0, "skipped": 0}
    assert "reason: The server takes it raw." in to_junit(report)


def test_a_finding_of_an_operation_that_was_not_covered_is_in_junit() -> None:
    assert outcomes(replace(CONFORMING, operations=(), findings=(finding(),)))["failure"] == 1


@given(text=texts())
@example("\x00 \x0b \ufffe \ud800 ]]> & <")
def test_hostile_text_keeps_the_xml_well_formed(text: str) -> None:
    report = replace(
        CONFORMING,
        findings=(finding(text, text, Evidence(call=text, request=text, response=text, outcome=text)),),
        notes=(text,),
    )
    root = ET.fromstring(to_junit(report).encode())
    assert visible(text) in "".join(root.itertext())


# --- HTML


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
def test_a_page_runs_no_script_and_fetches_nothing(report: Report) -> None:
    page = Page(to_html(report))
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert all(address.startswith("#") for address in page.fetched)
    assert "url(" not in to_html(CONFORMING)


@given(report=reports())
def test_every_link_in_a_page_leads_somewhere(report: Report) -> None:
    text = to_html(report)
    assert all(f'id="{address[1:]}"' in text for address in Page(text).fetched)


def test_many_findings_of_one_check_are_folded() -> None:
    many = tuple(finding(f"p{number}") for number in range(SHOWN + 40))
    assert "and 40 more" in to_html(replace(CONFORMING, findings=many))
    assert "more</summary>" not in to_html(replace(CONFORMING, findings=many[:SHOWN]))


# --- Markdown


@pytest.mark.parametrize("text", ["a", "`", "a ``` b", "`````", *HOSTILE])
def test_a_fence_is_longer_than_any_run_of_backticks_in_it(text: str) -> None:
    shown = to_markdown(
        replace(CONFORMING, findings=(finding(evidence=Evidence(call="", request=text, response="", outcome="")),))
    )
    fence = re.findall(r"^(`{3,})http\n", shown, flags=re.MULTILINE)[0]
    _, _, rest = shown.partition(f"{fence}http\n")
    assert rest.partition(f"\n{fence}\n")[0] == visible(text)
    assert fence not in visible(text)


def test_words_in_markdown_are_no_markup_and_nobody_is_mentioned() -> None:
    shown = to_markdown(replace(CONFORMING, findings=(finding(message="<b>*x*</b> | @octocat #12"),)))
    assert r"\<b\>\*x\*\</b\> \| @<!-- -->octocat #<!-- -->12" in shown


def test_a_comment_names_every_finding_when_there_is_no_room_for_evidence() -> None:
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


# --- SARIF


@given(report=reports())
def test_a_log_has_a_result_for_every_finding_and_every_stale_entry(report: Report) -> None:
    results = sarif_results(to_sarif(report))
    assert len(results) == len(report.findings) + len(report.stale)


def test_a_known_finding_is_suppressed_with_its_reason() -> None:
    (result,) = sarif_results(
        to_sarif(replace(CONFORMING, findings=(finding().with_known_reason("The server takes it raw."),)))
    )
    assert result["suppressions"] == [{"kind": "external", "justification": "The server takes it raw."}]


def test_where_a_list_is_on_this_machine_is_not_in_a_log() -> None:
    stale = Stale(finding="argument_not_sent: prompts.get", reason="It was so.", file="/home/somebody/known.toml")
    assert "somebody" not in to_sarif(replace(CONFORMING, stale=(stale,)))


# --- terminal


@given(report=reports())
def test_the_verdict_is_the_last_line_on_a_terminal(report: Report) -> None:
    assert to_terminal(report).splitlines()[-1] == in_line(report.verdict)


@given(report=reports())
def test_a_terminal_names_and_counts_every_check_with_new_findings(report: Report) -> None:
    shown = to_terminal(report, limit=1)
    for check in {found.check for found in report.new}:
        number = sum(found.check == check for found in report.new)
        assert f"{check}: {number} new finding" in shown


def test_a_terminal_shows_the_first_three_findings_of_a_check() -> None:
    many = tuple(finding(f"p{number}") for number in range(60))
    shown = to_terminal(replace(CONFORMING, findings=many))
    assert "prompts.get.p2 (major, sdk)" in shown
    assert "prompts.get.p3 (major, sdk)" not in shown
    assert "and 57 more" in shown
    assert "conformance explain path_value_not_escaped" in shown


def test_a_terminal_shows_no_more_findings_than_its_limit() -> None:
    many = tuple(finding(f"p{number}") for number in range(60))
    shown = to_terminal(replace(CONFORMING, findings=many), limit=2)
    assert shown.count("(major, sdk)") == 2
    assert "and 58 more" in shown


def test_a_terminal_keeps_to_its_width() -> None:
    shown = to_terminal(replace(CONFORMING, findings=(finding(message="word " * 100),)), width=60)
    assert max(map(len, shown.splitlines()[:-1])) <= 70  # the advice is one line, so that it can be copied


def test_a_terminal_says_what_is_stale_and_what_crashed() -> None:
    crashed = replace(CONFORMING.operations[0], crash="Traceback:\n  x\nValueError: no")
    stale = Stale(finding="argument_not_sent: prompts.get", reason="It was so.", file="known.toml")
    shown = to_terminal(replace(CONFORMING, operations=(crashed,), stale=(stale,)))
    assert "argument_not_sent: prompts.get (known.toml)" in shown
    assert "ValueError: no" in shown


# --- runs against a server

LIVE = replace(
    CONFORMING,
    command="live",
    server="Community 1.23.2",
    mode="owned",
    operations=(
        replace(
            CONFORMING.operations[0],
            reach=Reach(state="reached", reason="", statuses={"200": 6, "404": 1}, requests=12),
        ),
        Coverage(
            operation="tasks.status",
            twins=(),
            examples=0,
            exchanges=0,
            checks={},
            not_covered={},
            reach=Reach(state="unreached", reason="it makes none", statuses={"404": 2}, requests=2),
        ),
        Coverage(
            operation="users.delete",
            twins=(),
            examples=0,
            exchanges=0,
            checks={},
            not_covered={},
            reach=Reach(state="unasked", reason="the mode is read-only", statuses={}, requests=0),
        ),
        Coverage(
            operation="prompts.indicators",
            twins=(),
            examples=0,
            exchanges=0,
            checks={},
            not_covered={},
            reach=Reach(state="absent", reason="no view answered", statuses={"404": 1}, requests=1),
        ),
    ),
    times={"start": 9.0, "run": 80.0, "wire": 70.0, "server": 60.0},
)


def test_what_is_not_on_a_server_is_never_counted_as_reached() -> None:
    shown = "1 operation reached, 1 not reached, 1 not called, 1 not on this server"
    assert LIVE.verdict == f"label-studio-sdk 2.0.7 on Community 1.23.2 keeps its contract: {shown}, no new findings"
    assert json.loads(to_json(LIVE))["verdict"]["reach"] == dict.fromkeys(REACH, 1)


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit, to_sarif, to_terminal])
def test_an_operation_that_was_not_reached_or_not_called_is_named_with_its_reason(render: Render) -> None:
    shown = render(LIVE)
    assert all(text in shown for text in ("tasks.status", "it makes none", "users.delete", "the mode is read-only"))


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit])
def test_the_responses_of_each_operation_are_shown(render: Render) -> None:
    assert "200×6, 404" in render(LIVE)  # noqa: RUF001


@pytest.mark.parametrize("render", [to_html, to_markdown, to_junit, to_terminal])
def test_the_share_of_the_server_in_the_time_is_shown(render: Render) -> None:
    assert "60 s (75%) inside the server" in unescape(render(LIVE))


def test_a_page_folds_what_is_not_on_the_server() -> None:
    _, _, listed = to_html(LIVE).partition('<section id="absent">')
    assert listed.index("<details") < listed.index("prompts.indicators") < listed.index("</details>")


@given(report=live_reports())
def test_a_terminal_says_who_has_to_change(report: Report) -> None:
    lines = [line for line in to_terminal(report).splitlines() if line.startswith("Who has to change")]
    assert bool(lines) == bool(report.new)
    assert all(found.blame.value in lines[0] for found in report.new)


def test_a_recorded_call_that_was_not_replayed_is_shown_with_its_reason() -> None:
    left = replace(CONFORMING.operations[0], replayed=3, not_replayed={"1.23.2 full": "it needs `state` now"})
    shown = unescape(to_html(replace(CONFORMING, operations=(left,))))
    assert "3 recorded calls of 1 operation replayed, 1 left out" in shown
    assert "prompts.get: 1.23.2 full" in shown


# --- the verdict


def test_one_of_something_is_in_the_singular() -> None:
    report = replace(CONFORMING, findings=(finding(),), stale=(Stale(finding="x: y", reason="z", file="known.toml"),))
    assert report.verdict == "label-studio-sdk 2.0.7 breaks its contract: 1 new finding, 1 stale known finding"
    assert CONFORMING.verdict == "label-studio-sdk 2.0.7 keeps its contract: 1 operation, no new findings"
