from __future__ import annotations

import importlib.metadata
import json
import os
import sys
from pathlib import Path

import pytest

import conformance
from conformance.targets import installer
from conformance.targets.environment import (
    ENGINE_REQUIREMENTS,
    Environment,
    link_engine,
    resolve,
    worker_environment,
)
from conformance.targets.target import Target
from tests.targets.conftest import Resolve
from tests.targets.interpreter import in_worker, release_in
from tests.targets.wheel_index import write_package, write_wheel


@pytest.fixture
def no_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise AssertionError("uv was used")

    monkeypatch.setattr(installer, "find_uv", refuse)


def test_a_release_runs_in_an_environment_that_holds_it(find: Resolve) -> None:
    env = find("2.0.7")
    assert (env.origin, env.label, env.search_path, env.approved) == ("release", "2.0.7", (), None)
    assert release_in(env) == "2.0.7"


@pytest.mark.parametrize(
    ("sdk", "release"),
    [
        ("label-studio-sdk>=2.0,<2.1", "2.0.7"),
        (">=2.0,<2.1", "2.0.7"),
        ("~=2.0.1", "2.0.7"),
        ("Label_Studio.SDK==2.0.5", "2.0.5"),
        ("==2.0.*", "2.0.7"),
        ("label-studio-sdk", "2.1.0"),
        ("latest", "2.1.0"),
        ("v2.0.5", "2.0.5"),
    ],
)
def test_a_requirement_stands_for_the_newest_release_that_fits(find: Resolve, sdk: str, release: str) -> None:
    env = find(sdk)
    assert (env.origin, env.label) == ("release", release)
    assert env.python == find(release).python


def test_a_wheel_is_installed_and_named_without_its_folder(find: Resolve, tmp_path: Path) -> None:
    env = find(write_wheel(tmp_path / "dist with space", "2.0.8.dev1"))
    assert (env.origin, env.label) == ("wheel", "wheel label_studio_sdk-2.0.8.dev1-py3-none-any.whl")
    assert release_in(env) == "2.0.8.dev1"


def test_a_rebuilt_wheel_of_the_same_name_is_another_sdk(find: Resolve, tmp_path: Path) -> None:
    wheel = write_wheel(tmp_path, "3.0")
    first = find(wheel)
    write_wheel(tmp_path, "3.0", requires="label-studio-sdk; python_version < '3'")
    assert find(wheel).python != first.python


def test_an_altered_copy_runs_with_the_dependencies_of_the_approved_release(find: Resolve, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "altered-sdk", "altered")
    env = find(folder, approved="2.0.7")
    assert (env.origin, env.label, env.approved) == ("directory", "directory altered-sdk", "2.0.7")
    assert env.search_path == (folder,)
    assert env.python == find("2.0.7").python
    assert release_in(env) == "altered"


def test_an_unpacked_wheel_has_its_release_in_its_metadata(find: Resolve, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "unpacked", "altered", metadata_of="2.0.5")
    env = find(folder, approved="approved/2.0.5.json")
    assert env.python == find("2.0.5").python
    assert env.approved == "approved/2.0.5.json"


def test_a_relative_directory_is_found_from_any_folder(
    find: Resolve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_package(tmp_path / "2.0.7", "altered")
    monkeypatch.chdir(tmp_path)
    assert find("2.0.7").origin == "release"
    assert find("./2.0.7", approved="2.0.7").search_path == (folder,)


def test_the_installed_sdk_runs_with_this_interpreter(
    find: Resolve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_uv: None
) -> None:
    monkeypatch.syspath_prepend(write_package(tmp_path / "here", "installed"))
    env = find("installed", approved="2.0.7")
    assert env == Environment(
        python=Path(sys.executable),
        origin="installed",
        label="installed",
        approved="2.0.7",
        settings_prefix="LABEL_STUDIO_",
    )
    assert "label_studio_sdk" not in sys.modules


def test_a_worker_imports_this_package_and_nothing_else_of_ours(find: Resolve) -> None:
    env = find("2.0.7")
    root = link_engine()
    assert [entry.name for entry in root.iterdir()] == ["conformance"]
    assert in_worker(env, "import conformance, os; print(os.path.realpath(conformance.__file__))") == str(
        Path(conformance.__file__).resolve()
    )
    assert in_worker(env, "import importlib.util as u; print(u.find_spec('pytest'))") == "None"


def test_where_links_are_forbidden_the_package_is_copied(find: Resolve, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object, **__: object) -> None:
        raise PermissionError("a privilege is not held")

    monkeypatch.setattr(Path, "symlink_to", forbidden)
    root = link_engine()
    assert not (root / "conformance").is_symlink()
    assert link_engine() == root
    assert in_worker(find("2.0.7"), "import conformance.errors; print('imported')") == "imported"


def test_the_users_settings_do_not_reach_the_worker(find: Resolve, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = ["LABEL_STUDIO_API_KEY", "LABEL_STUDIO_URL", "HTTP_PROXY", "https_proxy", "ALL_PROXY", "no_proxy"]
    hidden += ["PYTHONHOME", "PYTHONDONTWRITEBYTECODE", "PYTHONOPTIMIZE", "PYTHONWARNINGS"]
    for name in hidden:
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PYTHONPATH", "/of/the/user")
    monkeypatch.setenv("UNRELATED", "kept")
    root = link_engine()
    variables = worker_environment(find("2.0.7"), root)
    assert set(hidden).isdisjoint(variables)
    assert variables["PYTHONPATH"] == str(root)
    assert (variables["PYTHONHASHSEED"], variables["PYTHONNOUSERSITE"], variables["TZ"]) == ("0", "1", "UTC")
    assert variables["UNRELATED"] == "kept"


def test_a_directory_comes_before_everything_else(find: Resolve, tmp_path: Path) -> None:
    folder = write_package(tmp_path / "altered-sdk", "altered")
    root = link_engine()
    variables = worker_environment(find(folder, approved="2.0.7"), root)
    assert variables["PYTHONPATH"].split(os.pathsep) == [str(folder), str(root)]


def test_the_installed_sdk_is_found_by_the_worker_where_it_was_found_here(
    find: Resolve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_package(tmp_path / "here", "installed")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    env = find("installed")
    assert "PYTHONNOUSERSITE" not in worker_environment(env, link_engine())
    assert release_in(env) == "installed"


def test_the_engine_is_pinned_to_what_runs_here() -> None:
    assert f"hypothesis=={importlib.metadata.version('hypothesis')}" in ENGINE_REQUIREMENTS
    assert f"respx=={importlib.metadata.version('respx')}" in ENGINE_REQUIREMENTS


@pytest.mark.slow
def test_a_published_release_can_be_imported_with_the_engine(
    target: Target, messages: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV_CONFIG_FILE")
    env = resolve("2.0.7", target, progress=messages.append)
    code = (
        "import hypothesis, respx, json, importlib.metadata as m, label_studio_sdk as s\n"
        "print(json.dumps([m.version('label-studio-sdk'), s.LabelStudio.__name__, m.version('hypothesis')]))"
    )
    assert json.loads(in_worker(env, code)) == ["2.0.7", "LabelStudio", importlib.metadata.version("hypothesis")]
