"""A library keeps the interactions of every release, and stays readable however a recording ends."""

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


def interaction(body: str = "{}", case: str = "simplest", step: int = 0, **provenance: str) -> Interaction:
    """A recorded interaction."""
    request = Request("GET", "http://sdk.test/api/books/1/", (), b"")
    response = Response(200, (("content-type", "application/json"),), body.encode())
    origin = replace(RECORDED, **provenance)  # type: ignore[arg-type]
    return Interaction(
        operation="books.get", request=request, response=response, provenance=origin, case=case, step=step
    )


def write_and_load(folder: Path, *interactions: Interaction) -> list[Interaction]:
    """Write interactions, and load the cassette."""
    return load(write_cassette(folder, "acme", "1.23.2", "books.get", interactions))


def later(days: int) -> str:
    """The date `days` days after today."""
    return (TODAY + dt.timedelta(days=days)).isoformat()


def open_recording(folder: Path, today: dt.date = TODAY, **settings: str) -> Iterator[ResumableRecording]:
    """Start or resume a recording."""
    with start_or_resume(
        folder, "acme", "1.23.2", {**SETTINGS, **settings}, today=today, progress=pytest.fail
    ) as running:
        yield running


def test_recordings_are_loaded_by_operation(tmp_path: Path) -> None:
    for server, version in (
        ("1.21.0", interaction()),
        ("1.9.0", interaction("[]")),
        ("1.23.2", interaction(kind="generated")),
    ):
        write_cassette(tmp_path, "acme", server, "books.get", [version])
    (tmp_path / "acme" / "1.23.2" / ".recording-1.jsonl").write_text("{}")
    assert load_recordings(tmp_path, "acme", required=True) == {"books.get": (interaction("[]"), interaction())}
    assert load_recordings(tmp_path, "other", required=False) == {}
    with pytest.raises(UsageError, match=r"holds no recording of other(.|\n)*found: acme/1\.21\.0/books"):
        load_recordings(tmp_path, "other", required=True)


def test_a_required_folder_must_exist(tmp_path: Path) -> None:
    assert load_recordings(tmp_path / "none", "acme", required=False) == {}
    with pytest.raises(UsageError, match="the folder does not exist"):
        load_recordings(tmp_path / "none", "acme", required=True)


def test_a_file_is_sorted_by_release_case_and_step(tmp_path: Path) -> None:
    ordered = [
        interaction(sdk="2.0.7"),
        interaction(sdk="2.0.16"),
        interaction(),
        interaction(step=1),
        interaction(case="unauthorised"),
    ]
    assert write_and_load(tmp_path, *reversed(ordered)) == ordered


def test_interactions_of_other_releases_stay(tmp_path: Path) -> None:
    older, generated = interaction("1", sdk="2.0.7"), interaction("2", kind="generated")
    write_and_load(tmp_path, older, generated, interaction("3"), interaction("4", case="missing"))
    assert write_and_load(tmp_path, interaction("5")) == [older, generated, interaction("5")]


def test_recording_the_same_behaviour_again_changes_no_byte(tmp_path: Path) -> None:
    file = write_cassette(tmp_path, "acme", "1.23.2", "books.get", [interaction()])
    before = file.stat().st_mtime_ns, file.read_bytes()
    write_cassette(tmp_path, "acme", "1.23.2", "books.get", [interaction(date=later(DATE_KEPT.days))])
    assert (file.stat().st_mtime_ns, file.read_bytes()) == before


def test_only_changed_interactions_change_their_line(tmp_path: Path) -> None:
    write_and_load(tmp_path, interaction(), interaction(case="missing"))
    again = write_and_load(tmp_path, interaction("[]", date=later(1)), interaction(case="missing", date=later(1)))
    assert again == [interaction(case="missing"), interaction("[]", date=later(1))]


@pytest.mark.parametrize("date", [later(DATE_KEPT.days + 1), later(-1), "some day"])
def test_an_old_recording_gets_a_new_date(tmp_path: Path, date: str) -> None:
    write_and_load(tmp_path, interaction())
    assert write_and_load(tmp_path, interaction(date=date)) == [interaction(date=date)]


def test_an_interaction_has_an_age_in_days() -> None:
    assert age_in_days(interaction(), TODAY + dt.timedelta(days=40)) == 40
    assert age_in_days(interaction(), TODAY - dt.timedelta(days=1)) == 0
    assert age_in_days(interaction(date=""), TODAY) == 0


@pytest.mark.parametrize("name", ["../1.23.2", "", ".", "a/b", "a\n", "C:x"])
def test_a_server_cannot_choose_the_path_of_a_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="cannot name a cassette's folder or file"):
        write_cassette(tmp_path, "acme", name, "books.get", [interaction()])
    assert list(tmp_path.iterdir()) == []


def test_a_malformed_file_is_not_overwritten(tmp_path: Path) -> None:
    file = write_cassette(tmp_path, "acme", "1.23.2", "books.get", [interaction()])
    file.write_text("{")
    with pytest.raises(CassetteUnreadable):
        write_and_load(tmp_path, interaction())
    assert file.read_text() == "{"


def test_an_unwritable_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "acme").write_text("a file")
    with pytest.raises(EnvironmentFailed, match=r"acme/1\.23\.2: cannot be written"):
        write_and_load(tmp_path, interaction())


def test_a_long_body_is_stored_once_beside_the_cassettes(tmp_path: Path) -> None:
    page = interaction("<html>" * 10**4)
    bodies = tmp_path / "acme" / "1.23.2" / "bodies"
    for running in open_recording(tmp_path):
        for operation in ("books.get", "books.list"):
            running.add(operation, [page, replace(page, case="missing")])
        running.finish()
    [body] = bodies.iterdir()
    assert [recording.response for recording in load_recordings(tmp_path, "acme", required=True)["books.get"]] == [
        page.response
    ] * 4
    for other in (b"changed", None):
        body.unlink() if other is None else body.write_bytes(other)
        with pytest.raises(CassetteUnreadable, match=r"books\.get\.jsonl, line 1: .*bodies/"):
            load_recordings(tmp_path, "acme", required=True)


def test_a_body_that_no_cassette_uses_is_removed(tmp_path: Path) -> None:
    for body in ("<html>" * 10**4, "{}"):
        for running in open_recording(tmp_path):
            running.add("books.get", [interaction(body)])
            running.finish()
    assert [file.name for file in (tmp_path / "acme" / "1.23.2").iterdir()] == ["books.get.jsonl"]


@pytest.mark.parametrize("name", ["../../secret", "/etc/passwd", "0123456789abcdef.txt/.."])
def test_a_cassette_cannot_read_another_file(tmp_path: Path, name: str) -> None:
    file = write_cassette(tmp_path, "acme", "1.23.2", "books.get", [interaction()])
    file.write_text(file.read_text().replace('"body":"{}"', f'"body_file":"{name}"'))
    with pytest.raises(CassetteUnreadable, match="is not a name of a body file"):
        load(file)


def test_an_interrupted_recording_resumes(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [interaction()])
        running.add("books.list", [])
    for running in open_recording(tmp_path):
        assert running.done == {"books.get", "books.list"}
        running.finish()
    assert [file.name for file in (tmp_path / "acme" / "1.23.2").iterdir()] == ["books.get.jsonl"]
    for running in open_recording(tmp_path):
        assert not running.done


def test_a_recording_with_other_settings_starts_from_the_beginning(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [interaction()])
    for running in open_recording(tmp_path, seed="2"):
        assert not running.done


def test_a_recording_that_was_interrupted_long_ago_starts_from_the_beginning(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [interaction()])
    for running in open_recording(tmp_path, today=TODAY + RESUMABLE):
        assert running.done
    for running in open_recording(tmp_path, today=TODAY + RESUMABLE + dt.timedelta(days=1)):
        assert not running.done


def test_the_whole_lines_of_a_cut_journal_count(tmp_path: Path) -> None:
    for running in open_recording(tmp_path):
        running.add("books.get", [interaction()])
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
from tests.cassettes.test_library import SETTINGS, TODAY, interaction
with start_or_resume(Path(sys.argv[1]), "acme", "1.23.2", SETTINGS, today=TODAY, progress=print) as running:
    print("begun", flush=True)
    for number in range(10**6):
        running.add(f"books.get{number % 3}", [interaction(f"{number} " * 20000, case=str(step)) for step in range(5)])
"""


@pytest.mark.slow
def test_a_killed_recording_leaves_whole_files_and_resumes(tmp_path: Path) -> None:
    for moment in range(8):
        command = [sys.executable, "-c", ENDLESS, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "PYTHONPATH": "."}) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(0.02 + moment * 0.013)
            process.kill()
        place = tmp_path / "acme" / "1.23.2"
        for file in place.glob("books*"):
            bodies = {interaction.response.content for interaction in load(file)}
            assert len(bodies) == 1  # of one keep: never some of the old and some of the new
    for running in open_recording(tmp_path):
        assert running.done >= {file.stem for file in place.glob("books*")} - {"books.get"}
        running.finish()
    assert not [file for file in place.iterdir() if file.name.startswith(".")]
