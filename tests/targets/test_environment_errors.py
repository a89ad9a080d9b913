from __future__ import annotations

import importlib.metadata
import os
from pathlib import Path

import pytest

from conformance.errors import EnvironmentFailed, UsageError
from tests.targets.conftest import Resolve
from tests.targets.wheel_index import write_package, write_wheel


def refusal(find: Resolve, sdk: str | Path, approved: str | None = None) -> str:
    with pytest.raises(UsageError) as caught:
        find(sdk, approved=approved)
    return str(caught.value)


def hide_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> importlib.metadata.Distribution:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "distribution", missing)
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)


def test_installed_without_an_sdk_prints_the_alternatives(find: Resolve, monkeypatch: pytest.MonkeyPatch) -> None:
    hide_installed(monkeypatch)
    message = refusal(find, "installed")
    assert "label-studio-sdk is not installed here; name a release (" in message
    assert "or install it (pip install label-studio-sdk)." in message


@pytest.mark.parametrize(
    ("sdk", "why"),
    [
        ("", "SDK '': neither a release nor a requirement."),
        ("2.0.x", "SDK '2.0.x': names '2.0.x', which is neither label-studio-sdk nor an existing path."),
        ("requests>=2", "SDK 'requests>=2': names 'requests', which is neither label-studio-sdk nor an existing path."),
        (">=two", "SDK '>=two': neither a release nor a requirement."),
        ("label-studio-sdk[all]>=2", "no URL, extras or markers"),
        ("label-studio-sdk @ https://example.org/x.zip", "no URL, extras or markers"),
    ],
)
def test_the_error_for_an_invalid_sdk_lists_what_is_allowed(find: Resolve, sdk: str, why: str) -> None:
    message = refusal(find, sdk)
    assert why in message
    assert "Allowed: installed, latest, a release (" in message
    assert "a directory that holds label_studio_sdk/, or a lock or requirements file that names" in message


def test_the_error_for_an_unknown_release_names_its_neighbours(find: Resolve) -> None:
    assert refusal(find, "2.0.99") == (
        "label-studio-sdk 2.0.99: the package index has no such release.\n"
        "  Nearest: 2.0.7 (before it), 2.1.0 (after it).\n"
        "  Newest: 2.1.0.\n"
        "  All: pip index versions label-studio-sdk"
    )


def test_the_error_for_a_requirement_that_nothing_fits_names_the_newest_release(find: Resolve) -> None:
    message = refusal(find, ">=3")
    assert "no release of label-studio-sdk fits '>=3'." in message
    assert "Newest: 2.1.0." in message


def test_a_missing_directory_is_named(find: Resolve) -> None:
    assert refusal(find, "./nowhere") == (
        "SDK 'nowhere': does not exist.\n  Next: give a directory that holds label_studio_sdk/."
    )


def test_an_archive_is_not_taken_for_a_directory(find: Resolve, tmp_path: Path) -> None:
    archive = tmp_path / "label_studio_sdk-2.0.7.tar.gz"
    archive.touch()
    assert "is a file; only wheels (.whl) and directories can be tested." in refusal(find, archive)


def test_a_directory_without_the_package_names_what_it_contains(find: Resolve, tmp_path: Path) -> None:
    folder = tmp_path / "project"
    (folder / "docs").mkdir(parents=True)
    (folder / "label_studio_sdk").mkdir()  # without __init__.py the lending release would be tested instead
    (folder / "setup.py").touch()
    message = refusal(find, folder, approved="2.0.7")
    assert "this directory does not contain label_studio_sdk/__init__.py." in message
    assert "Found: docs/, label_studio_sdk/, setup.py." in message


def test_the_error_for_the_package_itself_names_the_directory_above(find: Resolve, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "altered-sdk", "altered")
    message = refusal(find, folder / "label_studio_sdk", approved="2.0.7")
    assert f"It is the package itself; give the directory above: {folder}" in message


def test_the_error_for_a_checkout_names_its_src_directory(find: Resolve, tmp_path: Path) -> None:
    write_package(tmp_path / "checkout" / "src", "altered")
    message = refusal(find, tmp_path / "checkout", approved="2.0.7")
    assert f"give the directory below: {tmp_path / 'checkout' / 'src'}" in message


@pytest.mark.parametrize(
    ("approved", "expected"),
    [
        (None, "and --approved is not given."),
        ("mine.json", "and --approved mine.json is not a release whose dependencies can be installed."),
    ],
)
def test_a_directory_without_metadata_needs_a_release_for_its_dependencies(
    find: Resolve, tmp_path: Path, approved: str | None, expected: str
) -> None:
    message = refusal(find, write_package(tmp_path / "altered-sdk", "altered"), approved)
    assert message.startswith("directory altered-sdk: it has no metadata (label_studio_sdk-….dist-info beside")
    assert expected in message
    assert "Next: name the release that it was made from (--approved " in message


def test_metadata_of_two_releases_is_ambiguous(find: Resolve, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "both", "altered", metadata_of="2.0.5")
    (folder / "label_studio_sdk-2.0.7.dist-info").mkdir()
    assert "it contains metadata of several releases: 2.0.5, 2.0.7." in refusal(find, folder)


@pytest.mark.skipif(os.pathsep != ":", reason="a path on Windows cannot hold the separator")
def test_a_directory_that_cannot_be_on_the_search_path_is_refused(find: Resolve, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "a:b", "altered")
    assert "its path contains ':', which separates paths." in refusal(find, folder, approved="2.0.7")


def test_a_missing_wheel_is_named(find: Resolve) -> None:
    assert "SDK 'label_studio_sdk-9-py3-none-any.whl': this wheel does not exist." in refusal(
        find, "label_studio_sdk-9-py3-none-any.whl"
    )


def test_a_renamed_wheel_is_refused(find: Resolve, wheels: Path) -> None:
    renamed = (wheels / "label_studio_sdk-2.0.7-py3-none-any.whl").rename(wheels / "mine.whl")
    message = refusal(find, renamed)
    assert message.startswith("wheel mine.whl: ")
    assert "Next: give it the name it was built with" in message


def test_a_wheel_that_is_no_archive_is_refused(find: Resolve, tmp_path: Path) -> None:
    wheel = tmp_path / "label_studio_sdk-2.0.7-py3-none-any.whl"
    wheel.write_text("<html>not found</html>", encoding="utf-8")
    assert "it cannot be read as a zip archive" in refusal(find, wheel)


def test_a_wheel_of_another_distribution_is_refused(find: Resolve, tmp_path: Path) -> None:
    message = refusal(find, write_wheel(tmp_path, "1.0", package="requests"))
    assert "wheel requests-1.0-py3-none-any.whl: it holds requests, not label-studio-sdk." in message


def test_a_wheel_without_the_package_names_what_it_contains(find: Resolve, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "1.0", package="requests").rename(tmp_path / "label_studio_sdk-1.0-py3-none-any.whl")
    message = refusal(find, wheel)
    assert "it does not contain label_studio_sdk/__init__.py.\n  Found: requests, requests-1.0.dist-info." in message


def test_a_wheel_whose_dependencies_do_not_exist_cannot_be_installed(
    find: Resolve, tmp_path: Path, cache: Path
) -> None:
    wheel = write_wheel(tmp_path, "2.0.9", requires="no-such-thing>=1")
    with pytest.raises(EnvironmentFailed, match=r"wheel label_studio_sdk-2\.0\.9-\S+ cannot be installed") as caught:
        find(wheel)
    assert "no-such-thing was not found" in str(caught.value)
    assert not list((cache / "environments").glob("*label*"))
