"""Drift is a change of what a schema fixes since responses were recorded, not of the data that users store."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import run_here
from tests.live.acme_server import AcmeServer, Page, ReceivedRequest, Reply, acme_server
from tests.live.conftest import Run, command_environment, write_target

pytestmark = pytest.mark.xdist_group("drift")  # all of them use one recording
OWNED = ("--mode", "owned", "--rate", "1000", "--cassettes", "kept")


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recording of the unchanged server."""
    folder = tmp_path_factory.mktemp("recorded")
    target, variables = write_target(folder), command_environment(folder)
    with acme_server() as server:
        line = ("record", "--url", server.url, *OWNED, "--target", str(target))
        done = run_here(*line, variables=variables, folder=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / "kept"


@pytest.fixture(autouse=True)
def recording(recorded: Path, work: Path) -> None:
    """A copy of the recording."""
    shutil.copytree(recorded, work / "kept")


def drifted(run: Run, server: AcmeServer, work: Path, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit status and the report of a drift run."""
    done = run("live", "--drift", "--url", server.url, *OWNED, "--report", "r.json", *arguments)
    assert (work / "r.json").exists(), done.stderr
    return done.returncode, json.loads((work / "r.json").read_text())


def altered(payload: Any, change: dict[str, Any]) -> Any:
    """A project with changed fields; None removes one."""
    if isinstance(payload, dict) and "created_at" in payload:
        return {name: value for name, value in {**payload, **change}.items() if value != "(gone)"}
    if isinstance(payload, dict) and "results" in payload:
        return {**payload, "results": [altered(result, change) for result in payload["results"]]}
    return payload


def test_an_unchanged_server_has_no_drift(run: Run, server: AcmeServer, work: Path) -> None:
    status, report = drifted(run, server, work)
    assert report["findings"] == []
    assert status == 0
    assert any("Compared with" in note and "0 days old" in note for note in report["notes"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"created_at": "(gone)"}, "created_at"),
        ({"task_count": "many"}, "task_count"),
        ({"state": "paused"}, "state"),
        ({"title": None}, "title"),
    ],
)
def test_a_changed_response_is_reported_by_field(
    run: Run, server: AcmeServer, work: Path, change: dict[str, Any], expected: str
) -> None:
    server.change = lambda _, reply: (reply[0], altered(reply[1], change))
    _, report = drifted(run, server, work, "--operation", "projects.get")
    assert {finding["check"] for finding in report["findings"]} == {"server_response_structure_changed"}
    assert any(expected in finding["part"] + finding["message"] for finding in report["findings"])


def test_a_changed_status_is_reported(run: Run, server: AcmeServer, work: Path) -> None:
    def teapot(request: ReceivedRequest, reply: Reply) -> Reply:
        return (410, reply[1]) if reply[0] == 404 else reply

    server.change = teapot
    _, report = drifted(run, server, work, "--operation", "projects.get")
    assert any("410" in finding["message"] for finding in report["findings"])


def test_what_no_schema_fixes_is_no_drift(run: Run, server: AcmeServer, work: Path) -> None:
    change = {"title": "another", "created_at": "2026-08-09T10:11:12Z", "task_count": 77, "labels": [], "newer": 1}
    server.change = lambda _, reply: (reply[0], altered(reply[1], change))
    _, report = drifted(run, server, work, "--operation", "projects.*")
    assert report["findings"] == []


def test_the_type_of_a_file_of_users_is_no_drift(run: Run, server: AcmeServer, work: Path) -> None:
    server.change = lambda request, reply: (
        (reply[0], Page(reply[1])) if request.path.startswith("/api/files/") and reply[0] == 200 else reply
    )
    _, report = drifted(run, server, work, "--operation", "files.download")
    assert report["verdict"]["reach"]["reached"] == 1
    assert report["findings"] == []


@pytest.mark.slow
def test_a_finding_about_drift_is_replayed_as_drift(run: Run, server: AcmeServer, work: Path) -> None:
    server.change = lambda _, reply: (reply[0], altered(reply[1], {"created_at": "(gone)"}))
    drifted(run, server, work, "--operation", "projects.get")
    name = "server_response_structure_changed: projects.get.created_at"
    again = ("replay", name, "--report", "r.json", "--cassettes", "kept", "--url", server.url)
    assert run(*again).returncode == 1
    server.change = lambda _, reply: reply
    assert run(*again).returncode == 0


@pytest.mark.parametrize(("status", "found"), [(404, False), (410, True)])
def test_the_number_of_pages_is_no_drift(run: Run, server: AcmeServer, work: Path, status: int, *, found: bool) -> None:
    add_last_page(work / "kept", 404)

    def paged(request: ReceivedRequest, reply: Reply) -> Reply:  # a list that goes on, or whose first page is refused
        if request.path != "/api/projects/" or request.method != "GET" or reply[0] != 200:
            return reply
        return (status, {"detail": "no"}) if found else (200, {**reply[1], "next": "/api/projects/?page=9"})

    server.store.fill(150)
    server.change = paged
    _, report = drifted(run, server, work, "--operation", "projects.list")
    assert bool(report["findings"]) is found


def add_last_page(folder: Path, status: int) -> None:
    """Record that the page after the last has another status, for each recorded list of projects."""
    (file,) = folder.rglob("projects.list.jsonl")
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    last = [{**line, "step": 1, "response": {**line["response"], "status": status}} for line in lines if "case" in line]
    file.write_text("".join(json.dumps(line) + "\n" for line in (*lines, *last)))


@pytest.mark.slow
def test_without_drift_the_data_of_other_users_are_never_compared(run: Run, server: AcmeServer, work: Path) -> None:
    server.change = lambda _, reply: (reply[0], altered(reply[1], {"created_at": "(gone)", "state": "paused"}))
    run("live", "--url", server.url, *OWNED, "--report", "r.json")
    report = json.loads((work / "r.json").read_text())
    assert report["findings"]
    assert "server_response_structure_changed" not in {finding["check"] for finding in report["findings"]}
    ran = {check for operation in report["operations"] for check, count in operation["checks"].items() if count}
    assert "server_response_structure_changed" not in ran


def test_old_recordings_are_reported_with_their_age(run: Run, server: AcmeServer, work: Path) -> None:
    then = (dt.datetime.now(tz=dt.timezone.utc).date() - dt.timedelta(days=120)).isoformat()
    now = dt.datetime.now(tz=dt.timezone.utc).date().isoformat()
    for file in (work / "kept").rglob("*.jsonl"):
        file.write_text(file.read_text().replace(now, then))
    server.change = lambda _, reply: (reply[0], altered(reply[1], {"newer": 1}))
    _, report = drifted(run, server, work, "--operation", "projects.get")
    assert any("up to 120 days old, more than 90" in note for note in report["notes"])
    assert any("Compared with" in note and "120 days old" in note for note in report["notes"])
    _, patient = drifted(run, server, work, "--operation", "projects.get", "--old", "200")
    assert not any("more than" in note for note in patient["notes"])


def test_drift_without_recordings_is_an_error(run: Run, server: AcmeServer, work: Path) -> None:
    (work / "kept").rename(work / "away")
    done = run("live", "--drift", "--url", server.url)
    assert done.returncode == 2
    assert "record" in done.stderr
    (work / "kept").mkdir()
    done = run("live", "--drift", "--url", server.url, *OWNED)
    assert done.returncode == 2
    assert "holds no recording" in done.stderr
