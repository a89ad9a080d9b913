"""The source of this package in jobs of CI: right for an index, a wheel, a clone and a git URL."""

from __future__ import annotations

import json
import subprocess
from importlib.metadata import Distribution
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from conformance.errors import UsageError
from conformance.pipeline.console import tool_version
from conformance.pipeline.suite_source import SuiteSource, given_source, installed_source

NAMED = "label-studio-conformance[upgrade,openapi]"
COMMIT = "0123456789abcdef0123456789abcdef01234567"


def noted(monkeypatch: pytest.MonkeyPatch, folder: Path, note: dict[str, Any] | None) -> None:
    """Let the installer have noted this."""
    if note is not None:
        (folder / "direct_url.json").write_text(json.dumps(note), encoding="utf-8")
    monkeypatch.setattr("importlib.metadata.distribution", lambda _: Distribution.at(folder))
    monkeypatch.setattr("conformance.pipeline.suite_source.tool_version", lambda: "1.2.3")


def of_git(url: str, subdirectory: str | None = None) -> dict[str, Any]:
    """The note of pip about a git URL."""
    note: dict[str, Any] = {"url": url, "vcs_info": {"vcs": "git", "commit_id": COMMIT, "requested_revision": "main"}}
    return note if subdirectory is None else {**note, "subdirectory": subdirectory}


@pytest.mark.parametrize(
    ("note", "expected"),
    [
        (None, f"{NAMED}==1.2.3"),
        (of_git("https://github.com/a/b.git"), f"{NAMED} @ git+https://github.com/a/b.git@{COMMIT}"),
        (of_git("https://x:pa55@example.org/b"), f"{NAMED} @ git+https://example.org/b@{COMMIT}"),
        (of_git("https://pa55@example.org/b"), f"{NAMED} @ git+https://example.org/b@{COMMIT}"),
        (of_git("ssh://git@example.org:22/b"), f"{NAMED} @ git+ssh://git@example.org:22/b@{COMMIT}"),
        (of_git("ssh://git@github.com/a/b.git"), f"{NAMED} @ git+https://github.com/a/b.git@{COMMIT}"),
        (of_git("https://h/b", "in"), f"{NAMED} @ git+https://h/b@{COMMIT}#subdirectory=in"),
        (
            {"url": "https://h/s-1.2.3-py3-none-any.whl", "archive_info": {"hashes": {"sha256": "ab"}}},
            f"{NAMED} @ https://h/s-1.2.3-py3-none-any.whl#sha256=ab",
        ),
    ],
)
def test_a_place_that_jobs_can_reach_is_used_as_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, note: dict[str, Any] | None, expected: str
) -> None:
    noted(monkeypatch, tmp_path, note)
    found = installed_source(tmp_path)
    assert found == SuiteSource(expected)
    Requirement(found.requirement)


@pytest.mark.parametrize(
    "note",
    [
        {"url": "file:///elsewhere/s-1.2.3-py3-none-any.whl", "archive_info": {}},
        of_git("file:///elsewhere/clone"),
        {"url": "https://h/s.whl?signature=pa55", "archive_info": {}},
        {"url": "file:///elsewhere/clone", "dir_info": {"editable": True}},
    ],
)
def test_a_place_on_this_machine_says_what_depends_on_publishing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, note: dict[str, Any]
) -> None:
    noted(monkeypatch, tmp_path, note)
    found = installed_source(tmp_path)
    assert found.requirement == f"{NAMED}==1.2.3"
    assert "no job can reach" in found.first
    assert "Publish label-studio-conformance 1.2.3" in found.first
    assert "pa55" not in found.first


def git(folder: Path, *arguments: str) -> str:
    """The output of git in a folder."""
    name = ["-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main"]
    return subprocess.run(["git", "-C", folder, *name, *arguments], check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize(
    "address", ["https://user:pa55@example.org/o/r.git", "git@example.org:o/r.git", "git@github.com:o/r.git"]
)
def test_a_clone_is_its_commit_in_the_repository_that_it_comes_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, address: str
) -> None:
    clone, project = tmp_path / "clone", tmp_path / "project"
    clone.mkdir()
    git(clone, "init")
    git(clone, "commit", "--allow-empty", "-m", "first")
    noted(monkeypatch, tmp_path, {"url": clone.as_uri(), "dir_info": {"editable": True}})
    assert "no job can reach" in installed_source(project).first
    git(clone, "remote", "add", "origin", address)
    commit = git(clone, "rev-parse", "HEAD").strip()
    expected = {
        "https://user:pa55@example.org/o/r.git": "https://example.org/o/r.git",
        "git@example.org:o/r.git": "ssh://git@example.org/o/r.git",
        "git@github.com:o/r.git": "https://github.com/o/r.git",
    }[address]
    found = installed_source(project)
    assert found.requirement == f"{NAMED} @ git+{expected}@{commit}"
    assert f"push the commit {commit[:12]}" in found.first
    git(clone, "update-ref", "refs/remotes/origin/main", commit)
    assert installed_source(project) == SuiteSource(found.requirement)


def test_a_wheel_or_folder_of_the_project_is_named_relative_to_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    wheel = tmp_path / "wheels" / "s-1.2.3-py3-none-any.whl"
    wheel.parent.mkdir()
    wheel.touch()
    noted(monkeypatch, tmp_path, {"url": wheel.as_uri(), "archive_info": {}})
    expected = SuiteSource("./wheels/s-1.2.3-py3-none-any.whl[upgrade,openapi]")
    assert installed_source(tmp_path) == expected
    assert given_source("wheels/s-1.2.3-py3-none-any.whl", tmp_path) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("label-studio-conformance", NAMED),
        ("label-studio-conformance[live]>=1,<2", f"{NAMED}>=1,<2"),
        ("label-studio-conformance @ git+https://h/r@main", f"{NAMED} @ git+https://h/r@main"),
        ("git+https://h/r@main", f"{NAMED} @ git+https://h/r@main"),
        ("git+ssh://git@h/r@main", f"{NAMED} @ git+ssh://git@h/r@main"),
        ("https://h/s.whl#sha256=ab", f"{NAMED} @ https://h/s.whl#sha256=ab"),
    ],
)
def test_a_user_can_name_another_place(tmp_path: Path, text: str, expected: str) -> None:
    assert given_source(text, tmp_path).requirement == expected


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("missing.whl", "Allowed: a requirement"),
        ("..", "a wheel or folder inside this project"),
        ("other-package==1", "cannot install that"),
        ("git+https://user:pa55@h/r", "holds a user name, a password or a query"),
        ("https://h/s.whl?token=pa55", "holds a user name, a password or a query"),
        ("label-studio-conformance @ git+https://user:pa55@h/r", "holds a user name, a password or a query"),
    ],
)
def test_a_place_that_jobs_cannot_reach_or_with_a_secret_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(UsageError, match=words) as raised:
        given_source(text, tmp_path)
    assert "pa55" not in str(raised.value)


def test_this_installation_has_a_source(tmp_path: Path) -> None:
    assert installed_source(tmp_path).requirement.startswith(NAMED)
    assert tool_version() != "0"
