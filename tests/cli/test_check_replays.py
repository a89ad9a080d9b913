"""`conformance check` and the suite of pytest replay existing recordings."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from conformance.cassettes.formats import FORMATS
from conformance.cassettes.interaction import Interaction
from conformance.wire import json_response
from tests.cli.conftest import Conformance
from tests.recordings import PROJECT, SERVER, everything, recorded

TARGET = "target"  # the name of the folder of the faux SDK's target
ONE = ("check", "--examples", "1", "--operation", "projects.get")


def record_cassettes(folder: Path, *extra: Interaction) -> Path:
    """The recordings of acme, and others, as files."""
    place = folder / TARGET / SERVER
    place.mkdir(parents=True)
    for path, interactions in everything().items():
        more = [interaction for interaction in extra if interaction.operation == path]
        (place / f"{path}.jsonl").write_bytes(FORMATS[".jsonl"].write([*interactions, *more]).encode())
    return folder


def document(conformance: Conformance, folder: Path, *arguments: str) -> dict[str, Any]:
    ran = conformance(*arguments, "--report", "result.json")
    assert ran.returncode in {0, 1}, ran.stderr
    found: dict[str, Any] = json.loads((folder / "work" / "result.json").read_text())
    found.pop("times")
    return found


def test_a_folder_of_cassettes_beside_the_caller_is_replayed(conformance: Conformance, tmp_path: Path) -> None:
    record_cassettes(tmp_path / "work" / "cassettes")
    found = document(conformance, tmp_path, *ONE)
    assert found["operations"][0]["replayed"] == 3
    assert any(
        "3 recorded calls of 1 operation replayed (servers 1.23.2; recorded with 1.0.0)" in n for n in found["notes"]
    )
    assert found["verdict"]["new"] == 0


def test_the_folder_can_be_set_in_the_configuration(conformance: Conformance, tmp_path: Path) -> None:
    record_cassettes(tmp_path / "work" / "recordings")
    (tmp_path / "work" / "pyproject.toml").write_text('[tool.conformance]\ncassettes = "recordings"\n')
    assert document(conformance, tmp_path, *ONE)["operations"][0]["replayed"] == 3


def test_without_cassettes_the_output_does_not_mention_them(conformance: Conformance, tmp_path: Path) -> None:
    found = document(conformance, tmp_path, *ONE)
    assert "replayed" not in found["operations"][0]
    assert not [note for note in found["notes"] if "recorded" in note]


def test_an_altered_sdk_is_caught_by_its_recordings(conformance: Conformance, tmp_path: Path, acme: Path) -> None:
    library = record_cassettes(tmp_path / "recordings")
    file = acme / "acme_sdk" / "projects" / "requests.py"
    file.write_text(file.read_text().replace('{"members_limit": members_limit}', '{"limit": members_limit}'))
    ran = conformance(*ONE, "--cassettes", str(library), sdk=acme)
    assert ran.returncode == 1
    assert "recorded_request_differs" in ran.stdout
    assert (
        conformance(*ONE, sdk=acme).returncode == 0
    )  # without an approved contract, only the recordings show the fault


@pytest.mark.slow
def test_the_replay_is_the_same_with_one_worker_and_with_two(conformance: Conformance, tmp_path: Path) -> None:
    record_cassettes(tmp_path / "work" / "cassettes")
    runs = [document(conformance, tmp_path, "check", "--examples", "1", "--workers", n) for n in ("1", "2")]
    assert runs[0] == runs[1]
    assert sum(run.get("replayed", 0) for run in runs[0]["operations"]) == sum(map(len_of_calls, everything().values()))


def len_of_calls(interactions: tuple[Interaction, ...]) -> int:
    return len({interaction.case for interaction in interactions})


def test_recordings_of_selected_operations_that_a_release_lacks_are_noted(
    conformance: Conformance, tmp_path: Path
) -> None:
    library = record_cassettes(tmp_path / "work" / "cassettes")
    [made] = recorded("projects.get", {"project": 7}, json_response(200, PROJECT))
    text = FORMATS[".jsonl"].write([made]).replace("projects.get", "projects.fetch")
    (library / TARGET / SERVER / "projects.fetch.jsonl").write_text(text)
    note = "acme-sdk 1.0.0 does not have 1 recorded operation: projects.fetch."
    assert note in document(conformance, tmp_path, "check", "--operation", "projects.[fg]et*")["notes"]
    assert note not in document(conformance, tmp_path, *ONE)["notes"]


def test_a_known_finding_of_a_recording_passes(conformance: Conformance, tmp_path: Path, acme: Path) -> None:
    library = record_cassettes(tmp_path / "recordings")
    file = acme / "acme_sdk" / "projects" / "requests.py"
    file.write_text(file.read_text().replace('{"members_limit": members_limit}', '{"limit": members_limit}'))
    known = tmp_path / "known.toml"
    ids = ["projects.get.query.members_limit"]
    known.write_text(f'[[known]]\ncheck = "recorded_request_differs"\nwhere = {json.dumps(ids)}\nreason = "renamed"\n')
    accepted = conformance(*ONE, "--cassettes", str(library), "--known", str(known), sdk=acme)
    assert accepted.returncode == 0, accepted.stdout
    assert "1 known finding" in accepted.stdout


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("", "", "the folder does not exist"),
        ("x.jsonl", "{", "x.jsonl, line 1"),
        ("x.txt", "", "holds no recording of target"),
    ],
)
def test_cassettes_that_cannot_be_read_are_wrong_usage(
    conformance: Conformance, tmp_path: Path, name: str, content: str, message: str
) -> None:
    library = tmp_path / "recordings"
    if name:
        (library / TARGET / SERVER).mkdir(parents=True)
        (library / TARGET / SERVER / name).write_text(content)
    ran = conformance(*ONE, "--cassettes", str(library))
    assert ran.returncode == 2
    assert message in ran.stderr
