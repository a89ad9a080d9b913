"""Which folder of cassettes is replayed where none is given."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from conformance.cassettes import library
from conformance.cassettes.library import cassette_files, replay_folder
from conformance.errors import UsageError
from conformance.pipeline.record import record
from conformance.pipeline.server_setup import cassettes_folder
from conformance.settings import LiveSettings
from conformance.targets.target import load_target
from tests.vocabulary import SilentConsole

CLONE = Path(__file__).parents[2]
BUILT_IN = load_target()


@pytest.fixture(autouse=True)
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current directory: it is empty."""
    folder = tmp_path / "work"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def packaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The recordings of an installed package, outside a clone."""
    folder = tmp_path / "site-packages" / "conformance" / "cassettes" / "recordings"
    (folder / BUILT_IN.name).mkdir(parents=True)
    monkeypatch.setattr(library, "PACKAGED", folder)
    monkeypatch.setattr("conformance.pipeline.record.PACKAGED", folder)
    return folder


def test_in_a_clone_its_own_cassettes_are_replayed_wherever_the_command_runs() -> None:
    assert cassette_files(replay_folder(None, BUILT_IN), BUILT_IN.name)
    assert replay_folder(None, BUILT_IN) == CLONE / "cassettes"


def test_an_installed_package_replays_the_recordings_that_it_contains(packaged: Path) -> None:
    assert replay_folder(None, BUILT_IN) == packaged


def test_cassettes_of_the_target_in_the_current_directory_come_first(packaged: Path, work: Path) -> None:
    (work / "cassettes" / "of_other_tools").mkdir(parents=True)
    assert replay_folder(None, BUILT_IN) == packaged
    (work / "cassettes" / BUILT_IN.name).mkdir()
    assert replay_folder(None, BUILT_IN) == Path("cassettes")
    assert replay_folder("given", BUILT_IN) == Path("given")


def test_a_folder_of_cassettes_beside_an_installed_package_is_not_taken_for_a_clone(packaged: Path) -> None:
    (packaged / BUILT_IN.name).rmdir()
    (packaged.parents[2] / "cassettes" / BUILT_IN.name).mkdir(parents=True)
    assert replay_folder(None, BUILT_IN) == Path("cassettes")


def test_a_target_of_the_users_own_has_no_recordings_in_the_package(packaged: Path, tmp_path: Path) -> None:
    own = replace(BUILT_IN, folder=tmp_path / BUILT_IN.name)
    assert replay_folder(None, own) == Path("cassettes")


def test_a_server_is_compared_with_the_recordings_of_the_package_only_for_drift(packaged: Path) -> None:
    assert cassettes_folder(LiveSettings(server="1.23.2")) is None
    assert cassettes_folder(LiveSettings(server="1.23.2", drift=True)) == packaged


def test_nothing_is_recorded_into_an_installed_package(packaged: Path) -> None:
    with pytest.raises(UsageError, match=r"recordings of the installed package(.|\n)*Name another folder"):
        record(LiveSettings(server="1.23.2", cassettes=str(packaged)), SilentConsole())
