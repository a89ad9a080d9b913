from __future__ import annotations

import multiprocessing
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.errors import EnvironmentFailed
from conformance.targets import installer
from conformance.targets.cache import cache_key, cache_root
from conformance.targets.environment import resolve
from conformance.targets.target import load_target
from tests.targets.conftest import Resolve
from tests.targets.interpreter import in_worker, release_in
from tests.targets.wheel_index import write_package, write_wheel


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
    assert cache_root() == tmp_path / "mine"
    monkeypatch.delenv("CONFORMANCE_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "xdg"))
    assert cache_root() == tmp_path / "xdg" / "label-studio-conformance"
    monkeypatch.setenv("XDG_CACHE_HOME", "relative")
    assert cache_root() == tmp_path / "home" / ".cache" / "label-studio-conformance"


def test_the_error_for_a_missing_uv_explains_the_installation(find: Resolve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "uv", None)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(EnvironmentFailed, match=r"pip install .*'uv>=0\.5'\n.*--sdk installed"):
        find("2.0.7")


@given(st.dictionaries(st.text(), st.text() | st.lists(st.text())))
def test_a_key_does_not_depend_on_the_order_of_its_parts(about: dict[str, object]) -> None:
    assert cache_key(about) == cache_key(dict(reversed(about.items())))


@given(st.lists(st.text(), max_size=4), st.lists(st.text(), max_size=4))
def test_different_parts_have_different_keys(one: list[str], other: list[str]) -> None:
    assert (cache_key(*one) == cache_key(*other)) == (one == other)


def test_a_key_stays_the_same_from_version_to_version() -> None:
    assert cache_key("2.0.7", ["respx==0.22.0"]) == "496f0dc1741fe86c"
