"""The suite replays recordings: one test for each operation that has some."""

from __future__ import annotations

from pathlib import Path

from conformance.cassettes.formats import FORMATS
from tests.plugin.conftest import Repository
from tests.recordings import SERVER, everything

ONE = ("--operation=projects.get", "--operation=projects.update", "-k=recorded_request_differs")


def record_cassettes(folder: Path, *operations: str) -> None:
    """Write the cassettes of some operations of acme."""
    place = folder / "target" / SERVER
    place.mkdir(parents=True)
    for path in operations:
        (place / f"{path}.jsonl").write_bytes(FORMATS[".jsonl"].write(everything()[path]).encode())


def test_an_operation_with_recordings_has_a_test_of_its_requests(repository: Repository) -> None:
    record_cassettes(repository.pytester.path / "cassettes", "projects.get")
    assert repository.outcomes(*ONE) == {"projects.get-recorded_request_differs": "passed"}


def test_a_folder_that_is_named_is_the_one_that_is_replayed(repository: Repository) -> None:
    record_cassettes(repository.pytester.path / "recordings", "projects.update")
    assert repository.outcomes(*ONE, "--cassettes=recordings") == {"projects.update-recorded_request_differs": "passed"}


def test_a_request_that_is_not_the_recorded_one_fails_its_test(repository: Repository) -> None:
    record_cassettes(repository.pytester.path / "cassettes", "projects.get", "projects.update")
    repository.alter("acme_sdk/projects/requests.py", '{"members_limit": members_limit}', '{"limit": members_limit}')
    assert repository.outcomes(*ONE) == {
        "projects.get-recorded_request_differs": "failure",
        "projects.update-recorded_request_differs": "passed",
    }


def test_without_recordings_there_is_no_such_test(repository: Repository) -> None:
    outcomes = repository.outcomes("--operation=projects.get", "-k=recorded or request")
    assert outcomes != {}
    assert not [name for name in outcomes if "recorded" in name]
