"""`conformance convert`: recordings of other programs, replayed by `check`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Conformance
from tests.recordings import PROJECT

ORIGIN = "https://acme.example.org/tools"


def har_entry(method: str, path: str, status: int = 200, payload: Any = PROJECT, **sent: Any) -> dict[str, Any]:
    """An entry of a log, with only the keys that every program writes."""
    content = {"mimeType": "application/json", "text": json.dumps(payload)}
    response = {"status": status, **({"content": content} if status else {})}
    return {"request": {"method": method, "url": f"{ORIGIN}{path}", **sent}, "response": response}


ENTRIES = [
    har_entry("GET", "/static/app.js"),
    har_entry(
        "GET", "/api/projects/7/?theme=dark&members_limit=3", headers=[{"name": "Cookie", "value": "id=secret1"}]
    ),
    har_entry("POST", "/api/projects/", 201, postData={"mimeType": "application/json", "text": '{"title": "Birds"}'}),
    har_entry("GET", "/api/projects/8/", 0),
]


def har(folder: Path, entries: Any) -> Path:
    file = folder / "browser.har"
    file.write_text(json.dumps({"log": {"entries": entries}}))
    return file


def test_a_log_of_a_browser_becomes_calls_that_check_replays(conformance: Conformance, tmp_path: Path) -> None:
    goal = tmp_path / "library" / "target" / "1.23.2" / "browser.jsonl"
    ran = conformance("convert", str(har(tmp_path, ENTRIES)), str(goal), "--sdk", "installed")
    assert ran.returncode == 0, ran.stderr
    assert "left out: browser.har entry 1: GET https://acme.example.org/tools/static/app.js: no operation" in ran.stdout
    assert "left out: browser.har entry 4: GET https://acme.example.org/tools/api/projects/8/: it has no" in ran.stdout
    assert "lost: browser.har entry 2: projects.get: query `theme`: projects.get has no such argument" in ran.stdout
    assert "2 of 4 entries of another program are calls of 2 operations of acme-sdk 1.0.0" in ran.stdout
    assert "left out: 2 (1 of no operation, 1 without a response); written with losses: 1" in ran.stdout
    assert "secret1" not in goal.read_text()
    words = ("check", "--examples", "1", "--cassettes", str(tmp_path / "library"), "--operation", "projects.[cg]*")
    checked = conformance(*words, "--report", "r.json")
    assert checked.returncode == 0, checked.stdout
    report = json.loads((tmp_path / "work" / "r.json").read_text())
    assert [operation["replayed"] for operation in report["operations"]] == [1, 1]


def test_a_log_in_the_library_is_replayed_as_it_is_and_shows_what_a_server_got_wrong(
    conformance: Conformance, tmp_path: Path
) -> None:
    library = tmp_path / "library" / "target" / "1.23.2"
    library.mkdir(parents=True)
    har(library, [*ENTRIES, har_entry("GET", "/api/projects/9/", payload={**PROJECT, "id": "nine"})])
    words = ("check", "--examples", "1", "--cassettes", str(library.parent.parent), "--operation", "projects.get")
    ran = conformance(*words)
    assert ran.returncode == 1, ran.stdout
    assert "server_response_type_mismatch" in ran.stdout
    assert "recorded_request_differs" not in ran.stdout
    assert "Of other programs' recordings, 2 cannot be replayed" in " ".join(ran.stdout.split())


def test_a_recording_of_another_api_is_refused(conformance: Conformance, tmp_path: Path) -> None:
    source = har(tmp_path, [har_entry("GET", "/pets/1")])
    ran = conformance("convert", str(source), str(tmp_path / "x.jsonl"), "--sdk", "installed")
    assert ran.returncode == 2
    assert "none of its 1 entries can be replayed as a call of acme-sdk 1.0.0; nothing was written" in ran.stderr
    assert not (tmp_path / "x.jsonl").exists()


def test_a_recording_without_entries_is_refused(conformance: Conformance, tmp_path: Path) -> None:
    ran = conformance("convert", str(har(tmp_path, [])), str(tmp_path / "x.jsonl"), "--sdk", "installed")
    assert ran.returncode == 2
    assert "it has no entries" in ran.stderr
    assert not (tmp_path / "x.jsonl").exists()


@pytest.mark.parametrize("folder", ["cassettes", "new/deep"])
def test_a_refused_recording_leaves_no_folder(conformance: Conformance, tmp_path: Path, folder: str) -> None:
    ran = conformance("record", "--url", "http://127.0.0.1:1", "--cassettes", folder)
    assert ran.returncode != 0
    assert list((tmp_path / "work").iterdir()) == []
