"""A shelf keeps what every release got, changes only what changed, and is whole whenever a recording ends."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.cassettes.library import DATE_KEPT, age_in_days, load, load_recordings, write_cassette
from conformance.cassettes.resume import RESUMABLE, ResumableRecording, start_or_resume
from conformance.errors import CassetteUnreadable, EnvironmentFailed, UsageError
from conformance.wire import Request, Response

TODAY = dt.date(2026, 11, 23)
SETTINGS = {"sdk": "2.1.2", "seed": "1"}
RECORDED = Provenance(kind="recorded", server="1.23.2", sdk="2.1.2", edition="open source", date=TODAY.isoformat())


@pytest.fixture(autouse=True)
def _locks(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path_factory.mktemp("cache")))


def got(body: str = "{}", case: str = "simplest", step: int = 0, **provenance: str) -> Interaction:
    """What was got from a server."""
    request = Request("GET", "http://sdk.test/api/books/1/", (), b"")
    answer = Response(200, (("content-type", "application/json"),), body.encode())
    origin = replace(RECORDED, **provenance)  # type: ignore[arg-type]
    return Interaction(operation="books.get", request=request, response=answer, provenance=origin, case=case, step=step)


def kept(folder: Path, *interactions: Interaction) -> list[Interaction]:
    """What is on the shelf after writing these."""
    return load(write_cassette(folder, "acme", "1.23.2", "books.get", interactions))


def later(days: int) -> str:
    """A day after today."""
    return (TODAY + dt.timedelta(days=days)).isoformat()


def open_recording(folder: Path, today: dt.date = TODAY, **settings: str) -> Iterator[ResumableRecording]:
    """A recording into a folder."""
    with start_or_resume(
        folder, "acme", "1.23.2", {**SETTINGS, **settings}, today=today, progress=pytest.fail
    ) as running:
        yield running


def test_a_shelf_gives_the_recorded_interactions_of_each_operation(tmp_path: Path) -> None:
    for server, each in (("1.21.0", got()), ("1.9.0", got("[]")), ("1.23.2", got(kind="generated"))):
        write_cassette(tmp_path, "acme", server, "books.get", [each])
    (tmp_path / "acme" / "1.23.2" / ".recording-1.jsonl").write_text("{}")
    assert load_recordings(tmp_path, "acme", required=True) == {"books.get": (got("[]"), got())}
    assert load_recordings(tmp_path, "other", required=False) == {}
    with pytest.raises(UsageError, match=r"holds no recording of other(.|\n)*found: acme/1\.21\.0/books"):
        load_recordings(tmp_path, "other", required=True)


def test_a_shelf_that_was_named_has_to_exist(tmp_path: Path) -> None:
    assert load_recordings(tmp_path / "none", "acme", required=False) == {}
    with pytest.raises(UsageError, match="there is no such folder"):
        load_recordings(tmp_path / "none", "acme", required=True)


def test_a_file_is_in_the_order_of_releases_cases_and_steps(tmp_path: Path) -> None:
    ordered = [got(sdk="2.0.7"), got(sdk="2.0.16"), got(), got(step=1), got(case="unauthorised")]
    assert kept(tmp_path, *reversed(ordered)) == ordered


def test_what_other_releases_got_stays(tmp_path: Path) -> None:
    older, generated = got("1", sdk="2.0.7"), got("2", kind="generated")
    kept(tmp_path, older, generated, got("3"), got("4", case="missing"))
    assert kept(tmp_path, got("5")) == [older, generated, got("5")]


def test_recording_the_same_again_changes_no_byte(tmp_path: Path) -> None:
    file = write_cassette(tmp_path, "acme", "1.23.2", "books.get", [got()])
    before = file.stat().st_mtime_ns, file.read_bytes()
    write_cassette(tmp_path, "acme", "1.23.2", "books.get", [got(date=later(DATE_KEPT.days))])
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before


def test_only_what_changed_gets_another_line(tmp_path: Path) -> None:
    kept(tmp_path, got(), got(case="missing"))
    again = kept(tmp_path, got("[]", date=later(1)), got(case="missing", date=later(1)))
    assert again == [got(case="missing"), got("[]", date=later(1))]


@pytest.mark.parametrize("date", [later(DATE_KEPT.days + 1), later(-1), "some day"])
def test_an_old_recording_is_dated_anew(tmp_path: Path, date: str) -> None:
    kept(tmp_path, got())
    assert kept(tmp_path, got(date=date)) == [got(date=date)]


def test_an_interaction_has_an_age_in_days() -> None:
    assert age_in_days(got(), TODAY + dt.timedelta(days=40)) == 40
    assert age_in_days(got(), TODAY - dt.timedelta(days=1)) == 0
    assert age_in_days(got(date=""), TODAY) == 0


@pytest.mark.parametrize("name", ["../1.23.2", "", ".", "a/b", "a\n", "C:x"])
def test_a_server_cannot_choose_where_files_go(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a cassette's folder or file"):
        write_cassette(tmp_path, "acme", name, "books.get", [got()])
    assert list(tmp_path.iterdir()) == []


def test_a_broken_file_is_not_written_over(tmp_path: Path) -> None:
    file = write_cassette(tmp_path, "acme", "1.23.2", "books.get", [got()])
    file.write_text("{")
    with pytest.raises(CassetteUnreadable):
        kept(tmp_path, got())
    assert file.read_text() == "{"


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "acme").write_text("a file")
    with pytest.raises(EnvironmentFailed, match=r"acme/1\.23\.2: cannot be written"):
        kept(tmp_path, got())


def test_a_long_body_stands_once_beside_the_cassettes(tmp_path: Path) -> None:
    page = got("<html>" * 10**4)
    bodies = tmp_path / "acme" / "1.23.2" / "bodies"
    for running in open_recording(tmp_path):
        for operation in ("books.get", "books.list"):
            running.add(operation, [page, replace(page, case="missing")])
        running.finish()
    [body] = bodies.iterdir()
    assert [each.response for each in load_recordings(tmp_path, "acme", required=True)["books.get"]] == [
        page.response
    ] * 4
    for other in (b"changed", None):
        body.unlink() if other is None else body.write_bytes(other)
        with pytest.raises(CassetteUnreadable, match=r"books\.get\.jsonl, line 1: .*bodies/"):
            load_recordings(tmp_path, "acme", required=True)


def test_a_body_that_no_cassette_names_any_more_goes(tmp_path: Path) -> None:
    for body in ("<html>" * 10**4, "{}"):
        for running in open_recording(tmp_path):
            running.add("books.get", [got(body)])
            running.finish()
    assert [each.name for each in (tmp_path / "acme" / "1.23.2").iterdir()] == ["books.get.jsonl"]


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "0123456789abcdef.txt/.."])
def test_a_cassette_leads_to_no_other_file(tmp_path: Path, name: str) -> None:
    file = write_cassette(tmp_path, "acme", "1.23.2", "books.get", [got()])
    file.write_text(file.read_text().replace('"body":"{}"', f'"body_file":"{name}"'))
    with pytest.raises(CassetteUnreadable, match="is no name of a body file"):
        load(file)


def test_an_unfinished_recording_is_gone_on_with(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [got()])
        running.add("books.list", [])
    for running in open_recording(tmp_path):
        assert running.done == {"books.get", "books.list"}
        running.finish()
    assert [each.name for each in (tmp_path / "acme" / "1.23.2").iterdir()] == ["books.get.jsonl"]
    for running in open_recording(tmp_path):
        assert not running.done


def test_a_recording_with_other_settings_begins_anew(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [got()])
    for running in open_recording(tmp_path, seed="2"):
        assert not running.done


def test_a_recording_that_ended_long_ago_begins_anew(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [got()])
    for running in open_recording(tmp_path, today=TODAY + RESUMABLE):
        assert running.done
    for running in open_recording(tmp_path, today=TODAY + RESUMABLE + dt.timedelta(days=1)):
        assert not running.done


def test_a_journal_that_was_cut_tells_what_is_whole(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [got()])
    journal = next((tmp_path / "acme" / "1.23.2").glob(".recording-*"))
    with journal.open("ab") as out:
        out.write(b'\n{"done": "books.li')
    for running in open_recording(tmp_path):
        assert running.done == {"books.get"}
        running.add("books.list", [])
    for running in open_recording(tmp_path):
        assert running.done == {"books.get", "books.list"}


ENDLESS = """
import datetime as dt, sys
from pathlib import Path
from conformance.cassettes.resume import start_or_resume
from tests.cassettes.test_library import SETTINGS, TODAY, got
with start_or_resume(Path(sys.argv[1]), "acme", "1.23.2", SETTINGS, today=TODAY, progress=print) as running:
    print("begun", flush=True)
    for number in range(10**6):
        running.add(f"books.get{number % 3}", [got(f"{number} " * 20000, case=str(step)) for step in range(5)])
"""


def test_a_killed_recording_leaves_whole_files_and_can_be_gone_on_with(tmp_path: Path) -> None:
    for moment in range(8):
        command = [sys.executable, "-c", ENDLESS, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.02 + moment * 0.013)
            process.kill()
        place = tmp_path / "acme" / "1.23.2"
        for file in place.glob("books*"):
            bodies = {each.response.content for each in load(file)}
            assert len(bodies) == 1  # of one keep: never some of the old and some of the new
    for running in open_recording(tmp_path):
        assert running.done >= {file.stem for file in place.glob("books*")} - {"books.get"}
        running.finish()
    assert not [file for file in place.iterdir() if file.name.startswith(".")]
