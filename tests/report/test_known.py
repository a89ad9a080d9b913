"""Known findings are strict both ways, and their file is read strictly."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.errors import TargetError
from conformance.finding import Blame, Coverage, Finding, Reach, Severity, Source, Stale
from conformance.report.known import Known, compare_with_known
from conformance.report.known_file import load_known
from tests.strategies import CHECK_IDS, OPERATIONS, TODAY, coverage_of_many, findings, known_entries

VERSIONS = st.sampled_from(("2.0.7", "2.1.0rc1", "2.1.0", "unknown"))
JUDGED = Coverage(
    operation="prompts.get",
    twins=("sync",),
    examples=1,
    exchanges=1,
    checks={"path_value_not_escaped": 3},
    not_covered={},
)
FOUND = Finding(
    check="path_value_not_escaped",
    operation="prompts.get",
    message="It is sent raw.",
    severity=Severity.MAJOR,
    blame=Blame.SDK,
    sources=(Source.SDK,),
    part="id",
)
LISTED = Known(
    check="path_value_not_escaped", where=("prompts.get.id",), reason="The server takes it raw.", file="known.toml"
)


def compare(
    findings: Collection[Finding],
    known: Sequence[Known],
    coverage: Sequence[Coverage],
    version: str = "2.0.7",
    server: str | None = None,
) -> tuple[tuple[Finding, ...], tuple[Stale, ...]]:
    compared = compare_with_known(findings, known, coverage, sdk_version=version, today=TODAY, server_version=server)
    return compared.findings, compared.stale


def absent(known: Known, coverage: Coverage) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The stale and the absent ids of a run without findings."""
    compared = compare_with_known([], [known], [coverage], sdk_version="2.0.7", today=TODAY)
    return tuple(stale.finding for stale in compared.stale), compared.absent


def marked_and_stale(
    version: str, found: list[Finding], known: list[Known], covered: tuple[Coverage, ...]
) -> tuple[tuple[Finding, ...], set[str]]:
    marked, stale = compare(found, known, covered, version)
    return marked, {item.finding for item in stale}


@given(st.lists(findings()), st.lists(known_entries()), coverage_of_many(), VERSIONS)
def test_a_finding_is_known_exactly_when_a_live_entry_lists_it(
    found: list[Finding], known: list[Known], covered: tuple[Coverage, ...], version: str
) -> None:
    marked, _ = marked_and_stale(version, found, known, covered)
    live = [entry for entry in known if entry.applies_to(version) and not entry.has_expired(TODAY)]
    listed = {name for entry in live for name in entry.ids}
    assert all((item.known is not None) == (item.id in listed) for item in marked)
    assert sorted(item.id for item in marked) == sorted(item.id for item in found)


@given(st.lists(findings()), st.lists(known_entries()), coverage_of_many(), VERSIONS)
def test_nothing_that_occurred_is_stale_and_nothing_stale_went_unchecked(
    found: list[Finding], known: list[Known], covered: tuple[Coverage, ...], version: str
) -> None:
    _, stale = marked_and_stale(version, found, known, covered)
    judged = {(check, item.operation) for item in covered for check in item.checks}
    assert not stale & {item.id for item in found}
    for name in stale:
        check, _, item = name.partition(": ")
        assert any(check == one and f"{item}.".startswith(f"{operation}.") for one, operation in judged)


@given(st.lists(findings()), st.lists(known_entries()), coverage_of_many(), VERSIONS)
def test_comparing_twice_changes_nothing_more(
    found: list[Finding], known: list[Known], covered: tuple[Coverage, ...], version: str
) -> None:
    once = compare(found, known, covered, version)
    assert compare(once[0], known, covered, version) == once


@given(st.data(), st.lists(findings(), unique_by=lambda item: item.id))
def test_the_order_in_which_findings_came_does_not_matter(data: st.DataObject, found: list[Finding]) -> None:
    shuffled = data.draw(st.permutations(found))
    assert compare(shuffled, (), ()) == compare(found, (), ())


@given(st.lists(findings()))
def test_without_a_list_everything_is_new_and_the_severe_come_first(found: list[Finding]) -> None:
    marked, stale = compare(found, (), ())
    severities = [list(Severity).index(item.severity) for item in marked]
    assert severities == sorted(severities)
    assert not stale
    assert not any(item.known for item in marked)


def test_a_listed_finding_is_marked_with_its_reason_and_link() -> None:
    (marked,), stale = compare([FOUND], [replace(LISTED, link="https://example.com/1")], [JUDGED])
    assert marked.known == "The server takes it raw. (https://example.com/1)"
    assert not stale


def test_a_listed_finding_that_does_not_occur_is_stale() -> None:
    _, (stale,) = compare([], [LISTED], [JUDGED])
    assert (stale.finding, stale.reason, stale.file) == (
        "path_value_not_escaped: prompts.get.id",
        "The server takes it raw.",
        "known.toml",
    )


@pytest.mark.parametrize(
    ("coverage", "why"),
    [
        ((), "the operation was not selected"),
        ((replace(JUDGED, operation="prompts.list"),), "another operation was covered"),
        ((replace(JUDGED, checks={"path_value_not_escaped": 0}),), "the check did not judge"),
        ((replace(JUDGED, checks={"null_refused": 3}),), "another check judged"),
        ((replace(JUDGED, crash="Traceback"),), "the operation crashed before the end"),
        ((replace(JUDGED, operation="prompts.ge"),), "a name that is a prefix is not the operation"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_listed_finding_that_was_not_looked_for_is_not_stale(coverage: tuple[Coverage, ...], why: str) -> None:
    assert compare([], [LISTED], coverage) == ((), ())


def test_an_item_belongs_to_the_longest_operation_that_it_begins_with() -> None:
    entry = replace(LISTED, where=("prompts.get.runs.id",))
    longer = replace(JUDGED, operation="prompts.get.runs", checks={})
    assert compare([], [entry], [JUDGED, longer])[1] == ()
    assert len(compare([], [entry], [JUDGED])[1]) == 1


@pytest.mark.parametrize(
    ("sdk", "version", "applies"),
    [
        (None, "2.0.7", True),
        (None, "unknown", True),
        ("<2.1", "2.0.7", True),
        ("<2.1", "2.1.0", False),
        (">=2.1rc1", "2.1.0rc1", True),
        ("<2.1", "unknown", False),
        (">=0", "2.0.7.dev1", True),
    ],
)
def test_an_entry_applies_only_to_the_releases_in_its_condition(sdk: str | None, version: str, applies: bool) -> None:
    entry = replace(LISTED, sdk=sdk)
    (marked,), _ = compare([FOUND], [entry], [JUDGED], version)
    assert (marked.known is not None) == applies
    assert bool(compare([], [entry], [JUDGED], version)[1]) == applies


def test_a_reader_is_not_advised_to_edit_the_list_of_an_installed_package() -> None:
    own = Stale(finding="x: y", reason="z", file="conformance/known.toml")
    assert own.remedy == "Remove it from conformance/known.toml."
    for folder in ("/usr/lib/python3/dist-packages/conformance", r"C:\\venv\\Lib\\site-packages\\conformance"):
        installed = replace(own, file=f"{folder}/known.toml")
        assert "--known FILE" in installed.remedy
        assert "packages/" not in installed.remedy
        assert installed.list_name == "known.toml of the installed package"


def test_an_expired_entry_marks_nothing_and_is_not_stale() -> None:
    entry = replace(LISTED, expires=date(2026, 5, 31))
    (marked,), _ = compare([FOUND], [entry], [JUDGED])
    assert marked.known is None
    assert marked.message == "It is sent raw. (known until 2026-05-31; the entry in known.toml has expired)"
    assert compare([], [entry], [JUDGED])[1] == ()


def test_an_entry_still_applies_on_its_last_day() -> None:
    (marked,), _ = compare([FOUND], [replace(LISTED, expires=TODAY)], [JUDGED])
    assert marked.known == LISTED.reason


# --- the file


def load(folder: Path, text: str) -> tuple[Known, ...]:
    path = folder / "known.toml"
    path.write_text(text, encoding="utf-8")
    return load_known(path, required=True, checks=CHECK_IDS)


def entry(**changes: str) -> str:
    keys = {"check": '"null_refused"', "where": '["files.get"]', "reason": '"Why not."'} | changes
    return "[[known]]\n" + "\n".join(f"{key} = {value}" for key, value in keys.items() if value) + "\n"


def test_every_key_of_an_entry_is_read(tmp_path: Path) -> None:
    text = entry(where='["files.get", "version"]', sdk='"<2.1"', link='"https://example.com"', expires="2027-01-01")
    assert load(tmp_path, text) == (
        Known(
            check="null_refused",
            where=("files.get", "version"),
            reason="Why not.",
            file=str(tmp_path / "known.toml"),
            sdk="<2.1",
            link="https://example.com",
            expires=date(2027, 1, 1),
        ),
    )


def test_an_empty_file_lists_nothing(tmp_path: Path) -> None:
    assert load(tmp_path, "# nothing yet\n") == ()


def test_a_missing_file_is_an_error_only_when_it_is_required(tmp_path: Path) -> None:
    path = tmp_path / "known.toml"
    assert load_known(path, required=False, checks=CHECK_IDS) == ()
    with pytest.raises(TargetError, match=r"no such file"):
        load_known(path, required=True, checks=CHECK_IDS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[known", "cannot be read as TOML"),
        ('title = "x"', "unknown key `title`"),
        ("known = 3", "not a list of tables"),
        (entry(why='"x"'), "unknown key `why`"),
        (entry(check=""), "`check` is missing"),
        (entry(check='"null_refuse"'), "Did you mean `null_refused`"),
        (entry(check='"zzz"'), "Allowed: `argument_not_sent`"),
        (entry(where=""), "`where` is missing"),
        (entry(where="[]"), "`where` is "),
        (entry(where='"files.get"'), "Expected: a list of text"),
        (entry(where="[1]"), "Expected: a list of text"),
        (entry(where='["files.*"]'), "wildcards are refused"),
        (entry(where='["files.?et"]'), "wildcards are refused"),
        (entry(where='["null_refused: files.get"]'), "Leave out the check: 'files.get'"),
        (entry(reason='"  "'), "`reason` is '  '"),
        (entry(reason="3"), "`reason` is 3"),
        (entry(sdk='"two"'), "Expected: a version specifier"),
        (entry(sdk="2"), "`sdk` is 2"),
        (entry(link='"javascript:alert(1)"'), "Expected: an address"),
        (entry(expires='"2027-01-01"'), "Expected: a date without quotes"),
        (entry(expires="2027-01-01T00:00:00"), "Expected: a date without quotes"),
        (entry() + entry(), "listed twice, first in entry 1"),
        (entry(where='["version", "version"]'), "listed twice"),
        (entry(sdk='"<2.1"') + entry(), "listed twice"),
        (entry() + entry(sdk='"<2.1"'), "listed twice"),
        (entry(sdk='"<2.1"') + entry(sdk='"<2.1"'), "listed twice"),
    ],
)
def test_a_wrong_file_is_refused_with_what_is_wrong_and_where(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(TargetError) as caught:
        load(tmp_path, text)
    assert message in str(caught.value)
    assert str(tmp_path / "known.toml") in str(caught.value)


def test_the_entry_that_is_wrong_is_named(tmp_path: Path) -> None:
    with pytest.raises(TargetError, match=r'entry 2 \(check "twins_differ"\)'):
        load(tmp_path, entry() + entry(check='"twins_differ"', reason=""))


def test_two_entries_may_list_a_finding_for_different_releases(tmp_path: Path) -> None:
    old, new = load(tmp_path, entry(sdk='"<2.1"') + entry(sdk='">=2.1"', reason='"Otherwise."'))
    found = replace(FOUND, check="null_refused", operation="files.get", part="")
    (marked,), _ = compare([found], [old, new], [], "2.1.0")
    assert marked.known == "Otherwise."


@given(st.sampled_from(OPERATIONS), st.sampled_from(CHECK_IDS))
def test_an_id_is_its_check_and_its_place(operation: str, check: str) -> None:
    listed = Known(check=check, where=(operation,), reason="Why not.", file="known.toml")
    assert listed.ids == (replace(FOUND, check=check, operation=operation, part="").id,)


@pytest.mark.parametrize(
    ("server", "applies"), [("1.21.0", True), ("1.23.2", False), ("development", False), (None, True)]
)
def test_an_entry_may_apply_to_some_releases_of_a_server(server: str | None, applies: bool) -> None:
    entry = replace(LISTED, server="<1.22")
    (marked,), _ = compare([FOUND], [entry], [JUDGED], server=server)
    assert (marked.known is not None) == applies
    assert bool(compare([], [entry], [JUDGED], server=server)[1]) == applies


def test_an_entry_of_another_kind_of_run_marks_findings_and_is_never_stale() -> None:
    entry = replace(LISTED, when_absent="ignore")
    (marked,), _ = compare([FOUND], [entry], [JUDGED])
    assert marked.known is not None
    assert absent(entry, JUDGED) == ((), ())


def test_an_entry_that_proves_nothing_in_this_run_is_absent_and_not_stale() -> None:
    entry = replace(LISTED, when_absent="note")
    assert absent(entry, JUDGED) == ((), LISTED.ids)
    assert absent(entry, replace(JUDGED, checks={})) == ((), ())
    assert compare_with_known([FOUND], [entry], [JUDGED], sdk_version="2.0.7", today=TODAY).absent == ()


@pytest.mark.parametrize(("state", "is_stale"), [("reached", True), ("unreached", False), ("unasked", False)])
def test_an_entry_is_stale_only_if_a_server_carried_out_its_operation(state: str, is_stale: bool) -> None:
    stale, missing = absent(LISTED, replace(JUDGED, reach=Reach(state=state, reason="", statuses={}, requests=1)))
    assert (stale, missing) == ((LISTED.ids, ()) if is_stale else ((), LISTED.ids))


def test_the_same_finding_may_be_listed_for_different_servers(tmp_path: Path) -> None:
    file = tmp_path / "known.toml"
    entry = '[[known]]\ncheck = "method_changed"\nreason = "so"\nwhere = ["projects.get"]\n'
    file.write_text(f'{entry}server = "<1.22"\n{entry}server = ">=1.22"\n')
    assert [item.server for item in load_known(file, required=True, checks=["method_changed"])] == ["<1.22", ">=1.22"]
    file.write_text(f'{entry}server = "<1.22"\n{entry}server = "<1.22"\n')
    with pytest.raises(TargetError, match="listed twice"):
        load_known(file, required=True, checks=["method_changed"])
