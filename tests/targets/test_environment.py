from __future__ import annotations

import importlib.metadata
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import conformance
from conformance.errors import EnvironmentFailed, UsageError
from conformance.targets import cache as cache_module
from conformance.targets import installer
from conformance.targets.environment import (
    ENGINE_REQUIREMENTS,
    Environment,
    link_engine,
    resolve,
    worker_environment,
)
from conformance.targets.target import Target, load_target
from tests.targets.conftest import Resolve
from tests.targets.wheel_index import write_package, write_wheel


def in_worker(env: Environment, code: str) -> str:
    done = subprocess.run(
        [env.python, "-c", code],
        env=worker_environment(env, link_engine()),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def release_in(env: Environment) -> str:
    return in_worker(env, "import label_studio_sdk; print(label_studio_sdk.RELEASE)")


@pytest.fixture
def no_uv(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> str:
        raise AssertionError("uv was used")

    monkeypatch.setattr(installer, "find_uv", refuse)


# What the user names


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


# What the user names wrongly


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


# The cache


def test_a_filled_cache_needs_no_index(
    find: Resolve, messages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = write_wheel(tmp_path, "3.0")
    folder = write_package(tmp_path / "altered-sdk", "altered")
    first = [find("2.0.7"), find(wheel), find(folder, approved="2.0.7")]
    messages.clear()

    def refuse() -> str:
        raise AssertionError("uv was used")

    monkeypatch.setattr(installer, "find_uv", refuse)
    assert [find("==2.0.7"), find(wheel), find(folder, approved="2.0.7")] == first
    assert messages == []


def test_progress_names_what_is_installed(find: Resolve, messages: list[str]) -> None:
    find("2.0.7")
    assert messages == ["installing 2.0.7 (once; the cache keeps it)"]


def test_another_engine_has_another_environment_and_the_order_of_its_parts_does_not_matter(
    find: Resolve, wheels: Path
) -> None:
    for name in ("hypothesis", "respx"):
        write_wheel(wheels, "1.0", package=name)
    both = find("2.0.7", engine=("hypothesis==1.0", "respx==1.0"))
    assert find("2.0.7", engine=("respx==1.0", "hypothesis==1.0")).python == both.python
    assert find("2.0.7", engine=("respx==1.0",)).python != both.python
    assert in_worker(both, "import hypothesis; print(hypothesis.RELEASE)") == "1.0"


def test_without_the_network_the_releases_that_still_run_are_named(
    find: Resolve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    find("2.0.7")
    find("2.0.5")
    monkeypatch.delenv("UV_CONFIG_FILE")
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    monkeypatch.setenv("UV_OFFLINE", "1")
    for sdk in ("2.1.0", "latest"):
        with pytest.raises(EnvironmentFailed) as caught:
            find(sdk)
        assert f"cannot reach the package index to install label-studio-sdk {sdk}; " in str(caught.value)
        assert "releases in the cache: 2.0.5, 2.0.7.\n  Next: use a release of the cache" in str(caught.value)


def test_an_index_that_does_not_respond_is_reported_without_its_password(
    find: Resolve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("UV_CONFIG_FILE")
    monkeypatch.setenv("UV_NO_CONFIG", "1")
    monkeypatch.setenv("UV_CACHE_DIR", str(tmp_path / "uv"))
    monkeypatch.setenv("UV_HTTP_RETRIES", "0")
    monkeypatch.setenv("UV_INDEX_URL", "http://someone:secret@127.0.0.1:9/simple")
    with pytest.raises(EnvironmentFailed, match="cannot reach the package index") as caught:
        find("2.0.7")
    assert "releases in the cache: nothing." in str(caught.value)
    assert "127.0.0.1:9" in str(caught.value)
    assert "secret" not in str(caught.value)


def test_the_unfinished_environment_of_a_killed_run_is_removed_and_never_used(find: Resolve, cache: Path) -> None:
    left = cache / "environments" / ".making-left"
    left.mkdir(parents=True)
    (left / "environment.json").write_text('{"label": "2.0.7"}', encoding="utf-8")
    env = find("2.0.7")
    assert not left.exists()
    assert release_in(env) == "2.0.7"


def test_an_environment_whose_interpreter_is_gone_is_made_again(find: Resolve) -> None:
    python = find("2.0.7").python
    python.unlink()
    assert find("2.0.7").python == python
    assert python.exists()


def test_an_interrupted_installation_leaves_nothing(
    find: Resolve, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(subprocess, "run", interrupted)
    with pytest.raises(KeyboardInterrupt):
        find("2.0.7")
    assert [entry.name for entry in (cache / "environments").iterdir()] == [".lock"]


def _resolve_elsewhere(results: multiprocessing.Queue[tuple[str, list[str]]]) -> None:
    messages: list[str] = []
    env = resolve("2.0.7", load_target(), engine=(), progress=messages.append)
    results.put((str(env.python), messages))


def test_two_runs_at_once_make_one_environment() -> None:
    context = multiprocessing.get_context("spawn")
    results: multiprocessing.Queue[tuple[str, list[str]]] = context.Queue()
    runs = [context.Process(target=_resolve_elsewhere, args=(results,)) for _ in range(2)]
    for run in runs:
        run.start()
    resolved = [results.get(timeout=60) for _ in runs]
    for run in runs:
        run.join(timeout=60)
    assert len({python for python, _ in resolved}) == 1
    assert sum(line.startswith("installing") for _, messages in resolved for line in messages) == 1


def test_a_cache_that_cannot_be_written_is_named(
    find: Resolve, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "file"))
    with pytest.raises(EnvironmentFailed, match="cannot be written") as caught:
        find("2.0.7")
    assert "set CONFORMANCE_CACHE to another folder" in str(caught.value)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="XDG folders are those of other platforms")
def test_the_cache_folder_is_the_configured_one_or_that_of_the_platform(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("CONFORMANCE_CACHE", "mine")
    assert cache_module.cache_root() == tmp_path / "mine"
    monkeypatch.delenv("CONFORMANCE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_module.cache_root() == tmp_path / "xdg" / "label-studio-conformance"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_module.cache_root() == tmp_path / "home" / ".cache" / "label-studio-conformance"


def test_the_error_for_a_missing_uv_explains_the_installation(find: Resolve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(EnvironmentFailed, match=r"pip install .*'uv>=0\.5'\n.*--sdk installed"):
        find("2.0.7")


# The worker


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
