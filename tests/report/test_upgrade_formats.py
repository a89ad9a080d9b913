"""One generated report of an upgrade through every format: nothing is lost, nothing breaks, nothing changes."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import unescape
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from jsonschema import Draft202012Validator

import conformance.report
from conformance.change import Bump, Change, Impact
from conformance.errors import UsageError
from conformance.report import FORMATS, Render
from conformance.report.to_html import to_html
from conformance.report.to_json import from_json, to_json
from conformance.report.to_junit import to_junit
from conformance.report.to_markdown import NO_SPACE, to_markdown
from conformance.report.to_sarif import to_sarif
from conformance.report.to_terminal import to_terminal
from conformance.report.upgrade import groups, names, phrases
from conformance.report.upgrade_report import UpgradeReport
from conformance.text import in_line, visible
from tests.report.sarif import sarif_results
from tests.report.test_formats import Page
from tests.report.upgrade_reports import (
    ATTEMPTS,
    CHANGES,
    DOCUMENTED,
    EVERY_KIND,
    FIELD,
    HEADER,
    NOTHING,
    REQUIRED,
    many,
)
from tests.report.upgrade_strategies import upgrade_reports

FOLDER = Path(conformance.report.__file__).parent
SCHEMA = json.loads((FOLDER / "schema-upgrade.json").read_text(encoding="utf-8"))
MANY = many(1200)
BY_HAND = {"every kind": EVERY_KIND, "nothing": NOTHING, "many": MANY}

every_text = pytest.mark.parametrize("render", [*FORMATS.values(), to_terminal], ids=[*FORMATS, "terminal"])
some = settings(max_examples=25)  # each of these renders every format
for_readers = pytest.mark.parametrize("render", [to_html, to_junit, to_markdown, to_sarif, to_terminal])


def test_every_rendering_module_is_a_format() -> None:
    modules = {path.stem for path in FOLDER.glob("to_*.py")} - {"to_terminal"}  # that one is for stdout
    assert {render.__name__ for render in FORMATS.values()} == modules


@every_text
@some
@given(report=upgrade_reports())
def test_time_that_passed_is_only_in_the_document(render: Render, report: UpgradeReport) -> None:
    slower = replace(report, times={"run": 12.5})
    if render is to_json:
        assert {**json.loads(to_json(slower)), "times": 0} == {**json.loads(to_json(report)), "times": 0}
    else:
        assert render(slower) == render(report)


@every_text
@some
@given(report=upgrade_reports())
def test_every_text_can_be_written_and_ends_its_last_line(render: Render, report: UpgradeReport) -> None:
    text = render(report)
    assert text.encode("utf-8")
    assert text.endswith("\n")
    assert not text.endswith("\n\n")


@for_readers
@some
@given(report=upgrade_reports())
def test_no_hidden_character_reaches_a_reader(render: Render, report: UpgradeReport) -> None:
    text = render(report)
    assert visible(text) == text


# --- JSON


@given(report=upgrade_reports())
def test_a_report_is_read_back_from_its_document(report: UpgradeReport) -> None:
    assert from_json(to_json(report)) == report


@given(report=upgrade_reports())
def test_the_schema_describes_every_document(report: UpgradeReport) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(report)))


@pytest.mark.parametrize("report", BY_HAND.values(), ids=BY_HAND.keys())
def test_the_schema_describes_documents_made_by_hand(report: UpgradeReport) -> None:
    Draft202012Validator(SCHEMA).validate(json.loads(to_json(report)))


def test_the_schema_is_a_schema_and_leaves_nothing_open() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    objects = [SCHEMA, *SCHEMA["$defs"].values(), *SCHEMA["properties"].values()]
    assert all("additionalProperties" in each for each in objects if each.get("type") == "object")


@pytest.mark.parametrize("key", ["unheard_of", "changes"])
def test_the_schema_refuses_a_key_too_many_or_too_few(key: str) -> None:
    document = json.loads(to_json(EVERY_KIND))
    if key in document:
        del document[key]
    else:
        document[key] = 1
    assert not Draft202012Validator(SCHEMA).is_valid(document)


def test_the_changes_of_a_document_are_changes() -> None:
    assert tuple(Change.from_json(each) for each in json.loads(to_json(EVERY_KIND))["changes"]) == CHANGES


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"schema": 1}', '{"schema": 1, "command": "check"}', '{"schema": 2, "command": "upgrade"}'],
)
def test_a_text_that_is_not_a_report_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=r"not a report as JSON|has schema"):
        from_json(text)


# --- JUnit


@given(report=upgrade_reports())
def test_a_run_is_red_in_junit_exactly_when_the_report_fails(report: UpgradeReport) -> None:
    root = ET.fromstring(to_junit(report))
    assert (root.attrib["failures"] + root.attrib["errors"] != "00") == report.fails


@given(report=upgrade_reports())
def test_every_breaking_and_risky_change_is_a_case_in_junit(report: UpgradeReport) -> None:
    cases = {(each.get("classname"), each.get("name")) for each in ET.fromstring(to_junit(report)).iter("testcase")}
    severe = (*report.of(Impact.BREAKING), *report.of(Impact.RISKY))
    assert {(in_line(each.rule), in_line(names.where(each))) for each in severe} <= cases


def test_a_rule_of_a_tier_that_was_not_compared_is_skipped_in_junit() -> None:
    root = ET.fromstring(to_junit(replace(NOTHING, tiers=("surface", "files"))))
    assert int(root.attrib["skipped"]) == 4  # of the tiers wire, behaviour, documentation, packaging


# --- SARIF


@given(report=upgrade_reports())
def test_a_log_has_what_its_readers_insist_on(report: UpgradeReport) -> None:
    results = sarif_results(to_sarif(report))
    told = {each["properties"]["id"] for each in results}
    severe = (*report.of(Impact.BREAKING), *report.of(Impact.RISKY), *report.affecting)
    assert {visible(each.id) for each in severe} <= told


def test_the_results_of_a_change_are_at_the_users_lines() -> None:
    found = [each for each in sarif_results(to_sarif(EVERY_KIND)) if each["ruleId"] == REQUIRED.rule]
    places = [each["locations"][0]["physicalLocation"] for each in found]
    assert [each["artifactLocation"] for each in places] == [{"uri": "tokens/rotate.py"}] * 2
    assert [each["region"]["startLine"] for each in places] == [41, 87]
    assert [each["level"] for each in found] == ["error", "error"]


def test_a_change_that_does_not_affect_the_users_code_is_a_note() -> None:
    (with_usage,) = (each for each in sarif_results(to_sarif(EVERY_KIND)) if each["ruleId"] == HEADER.rule)
    without = sarif_results(to_sarif(replace(EVERY_KIND, usage=None)))
    (alone,) = (each for each in without if each["ruleId"] == HEADER.rule)
    assert (with_usage["level"], alone["level"]) == ("note", "warning")


def test_a_line_keeps_its_fingerprint_when_it_moves() -> None:
    moved = replace(REQUIRED, hits=tuple(replace(hit, line=hit.line + 7) for hit in REQUIRED.hits))
    one, other = (
        [each["partialFingerprints"] for each in sarif_results(to_sarif(replace(EVERY_KIND, changes=(change,))))]
        for change in (REQUIRED, moved)
    )
    assert one == other


# --- HTML


@given(report=upgrade_reports())
def test_a_page_fetches_nothing_and_every_link_in_it_leads_to_one_place(report: UpgradeReport) -> None:
    text = to_html(report)
    page = Page(text)
    assert not {"script", "link", "img", "iframe"} & set(page.tags)
    assert all(address.startswith("#") for address in page.fetched)
    ids = re.findall(r' id="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    assert {address[1:] for address in page.fetched} <= set(ids)
    assert {names.anchor(change) for change in report.changes} <= set(ids)
    assert {names.file_anchor(row.path) for row in report.rows} <= set(ids)


def test_every_breaking_change_is_seen_without_a_click() -> None:
    alone = [replace(REQUIRED, subject=f"projects.p{number}", before=str(number)) for number in range(300)]
    text = to_html(replace(EVERY_KIND, changes=tuple(alone)))
    section = text.partition('<section id="breaking">')[2].partition("</section>")[0]
    shown = re.sub(r"<details.*?</details>", "", section, flags=re.DOTALL)
    assert all(f"projects.p{number}.api_token_ttl_days" in shown for number in range(300))


def test_a_page_of_a_thousand_changes_is_of_a_size_that_can_be_read() -> None:
    assert len(to_html(MANY)) < 2_000_000


def test_hostile_words_are_no_markup_in_a_page() -> None:
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


# --- Markdown


@given(report=upgrade_reports())
def test_a_small_comment_names_every_breaking_and_risky_change(report: UpgradeReport) -> None:
    shown = to_markdown(report)
    for entry in groups.merge_equal((*report.of(Impact.BREAKING), *report.of(Impact.RISKY))):
        assert all(in_line(names.where(change)) in shown for change in entry.changes)
    assert NO_SPACE not in shown


@pytest.mark.parametrize("number", [1200, 6000])
def test_a_comment_can_always_be_posted(number: int) -> None:
    report = many(number)
    unlike = tuple(replace(each, before=each.id, message="*word* @octocat " * 60) for each in report.changes)
    for shown in (to_markdown(report), to_markdown(replace(report, changes=unlike, notes=("<" * 9000,) * 20))):
        assert len(shown) < 60_000
        assert shown.startswith("## ❌ label-studio-sdk: 2.1.2 breaks callers of 2.0.5")
        assert NO_SPACE in shown
        assert shown.count("<details>") == shown.count("</details>")


def test_a_long_comment_shows_changes_of_every_rule_in_words() -> None:
    alone = tuple(replace(REQUIRED, subject=f"projects.p{number}", before=f"{number} " * 40) for number in range(400))
    shown = to_markdown(replace(EVERY_KIND, changes=(*alone, replace(FIELD, hits=()))))
    assert "`AllRolesProjectList` has no field `has_blueprints`" in shown
    assert "- [ ] Read blueprint" in shown


def test_text_in_a_comment_is_not_markup_and_mentions_nobody() -> None:
    shown = to_markdown(replace(EVERY_KIND, changes=(replace(REQUIRED, message="<b>*x*</b> | @octocat #12 `a|b`"),)))
    assert r"\<b\>\*x\*\</b\> \| @<!-- -->octocat #<!-- -->12 `a|b`" in shown


def test_a_comment_begins_with_what_affects_the_reader() -> None:
    shown = to_markdown(EVERY_KIND)
    assert "3 of 12 changes affect your code." in shown.splitlines()[2]
    assert shown.index("`tokens/rotate.py:41`") < shown.index("### Breaking changes")


# --- terminal


@given(report=upgrade_reports())
def test_the_verdict_is_the_last_line_on_a_terminal(report: UpgradeReport) -> None:
    assert to_terminal(report).splitlines()[-1] == in_line(f"{report.sdk}: {report.verdict}")


def test_the_users_lines_are_all_but_last_on_a_terminal() -> None:
    *_, lines, errors, unreadable, last = to_terminal(EVERY_KIND).split("\n\n")
    assert lines.startswith("Your code:\n  report.py:12 (breaking)")
    assert errors.startswith("mypy: 1 error only with 2.0.7\n")
    assert unreadable.startswith("Files that could not be read:\n")
    assert f"{phrases.affected(EVERY_KIND)}." in last.splitlines()


@pytest.mark.parametrize(
    ("made", "called_for", "forbidden"),
    [
        ("patch", "major", True),
        ("minor", "major", True),
        ("patch", "minor", True),  # a break under 0.x
        ("minor", "minor", False),
        ("major", "major", False),
        ("none", "major", False),
        ("unknown", "major", False),
    ],
)
def test_the_verdict_says_what_a_release_of_its_size_is_not_allowed_to_do(
    made: Bump, called_for: Bump, forbidden: bool
) -> None:
    verdict = replace(EVERY_KIND, bump=made, called_for=called_for).verdict
    assert verdict.endswith(f"not allowed in a {made} release") is forbidden


@pytest.mark.parametrize(
    ("tiers", "told"),
    [
        (("files",), "2.0.7 is compatible with 2.0.5, as far as the files tier shows: 0 breaking, 1 risky, 0 added"),
        (("files", "surface"), "as far as the files and surface tiers show: 0 breaking"),
        (("files", "surface", "wire"), "as far as the files, surface and wire tiers show: 0 breaking"),
    ],
)
def test_the_verdict_of_some_tiers_is_no_verdict_of_all(tiers: tuple[str, ...], told: str) -> None:
    assert told in replace(EVERY_KIND, changes=(HEADER,), tiers=tiers).verdict
    assert (
        told.partition(":")[0].rpartition(", as")[2]
        in replace(EVERY_KIND, changes=(HEADER, REQUIRED), tiers=tiers).verdict
    )
    same = replace(NOTHING, tiers=tiers)
    assert same.verdict.startswith("2.0.5 is the same as 2.0.5, as far as the ")
    assert not same.whole


@pytest.mark.parametrize("render", [to_html, to_markdown, to_terminal, to_junit, to_sarif])
def test_a_change_is_shown_with_the_release_that_introduced_it(render: Render) -> None:
    for change in (replace(REQUIRED, arrived="2.0.6"), ATTEMPTS[0]):
        assert "introduced in 2.0.6" in render(replace(EVERY_KIND, changes=(change,), walked=()))
    assert "introduced in" not in render(replace(EVERY_KIND, changes=(REQUIRED,), walked=()))


def test_changes_that_the_last_release_introduced_are_counted_too() -> None:
    last = replace(REQUIRED, arrived="2.0.7")
    report = replace(EVERY_KIND, changes=(last, *ATTEMPTS), walked=("2.0.6",))
    assert groups.counts_by_release(report) == (("2.0.6", 0, 5), ("2.0.7", 1, 0))


@every_text
@pytest.mark.parametrize("made", ["patch", "minor"])
def test_a_part_of_the_changes_calls_for_nothing(render: Render, made: Bump) -> None:
    parts = ({"tiers": ("files", "surface")}, {"interrupted": True})
    for part in parts:
        report = replace(EVERY_KIND, bump=made, called_for="patch", **part)
        text = render(report)
        assert "changes call for" not in text
        assert "not allowed" not in text
        assert phrases.version_step(report) == f"This is a {made} release."


def test_a_terminal_shows_changes_of_every_rule_before_more_of_one() -> None:
    alone = tuple(replace(REQUIRED, subject=f"projects.p{number}", before=str(number)) for number in range(30))
    shown = to_terminal(replace(EVERY_KIND, changes=(*alone, FIELD)), limit=3)
    assert "AllRolesProjectList.has_blueprints" in shown
    assert "and parameter_became_required 28" in shown


def test_a_terminal_is_short_whatever_was_found() -> None:
    assert len(to_terminal(MANY).splitlines()) < 100
    assert "and parameter_became_required 304" in to_terminal(MANY)


def test_a_terminal_shows_words_that_every_terminal_can_show() -> None:
    assert to_terminal(EVERY_KIND).isascii()


def test_a_terminal_mentions_report_files_until_there_is_one() -> None:
    assert "--report report.html" in to_terminal(EVERY_KIND)
    assert "--report report.html" not in to_terminal(EVERY_KIND, advertise=False)
    assert "--report report.html" not in to_terminal(NOTHING)


# --- what is said in all of them


def test_equal_facts_are_one_entry() -> None:
    merged, field = groups.merge_equal((*ATTEMPTS, FIELD))
    assert (merged.changes, field.changes) == (ATTEMPTS, (FIELD,))
    assert merged.alike


def test_a_change_of_documentation_affects_nobody() -> None:
    report = replace(EVERY_KIND, changes=(DOCUMENTED, HEADER))
    assert phrases.affected(report) == "None of 1 change affects your code"


@pytest.mark.parametrize(
    ("made", "called_for", "sentence"),
    [
        ("patch", "major", "This is a patch release; the changes call for a major one."),
        ("minor", "minor", "This is a minor release, as the changes call for."),
        ("major", "none", "This is a major release; nothing changed that calls for a new one."),
        ("none", "none", "The version is the same; nothing changed that calls for a new one."),
        ("none", "minor", "The version is the same; the changes call for a minor release."),
        ("unknown", "major", "The step between the two versions is unknown; the changes call for a major release."),
        ("patch", "unknown", "This is a patch release."),
    ],
)
def test_the_version_step_is_compared_with_the_one_called_for(made: str, called_for: str, sentence: str) -> None:
    assert phrases.version_step(replace(EVERY_KIND, bump=made, called_for=called_for)) == sentence  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("subject", "home"),
    [
        ("jwt_settings.update", "jwt_settings"),
        ("export_storage.azure_spi.create", "export_storage.azure_spi"),
        ("types.blueprint_list.BlueprintList", "types"),
        ("label_interface.control_tags.ChatTag", "label_interface.control_tags"),
        ("version", groups.PACKAGE),
    ],
)
def test_an_addition_belongs_to_the_module_where_a_caller_finds_it(subject: str, home: str) -> None:
    assert groups.module_of(replace(HEADER, subject=subject)) == home


def test_a_report_that_ran_nothing_says_so() -> None:
    report = replace(NOTHING, tiers=("surface", "files"))
    assert "Not compared: wire, behaviour, packaging, documentation." in phrases.limits(report)
    assert any("Neither release was run" in text for text in phrases.limits(report))
    assert "Neither release was run" in unescape(to_html(report))
