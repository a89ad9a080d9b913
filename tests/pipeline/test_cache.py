"""The cache can be looked at and cleared; what no run makes again stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from conformance.cli import main
from conformance.errors import EnvironmentFailed
from conformance.pipeline.cache import cache_lines, clear_cache


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "cache"
    for name, size in (
        ("contracts/a", 10), ("observations/b", 2_500), ("environments/x/lib/c", 1_000_000),
        ("ledgers/run.jsonl", 7), ("servers/runs/live/db", 5), ("servers/templates/t/db", 5),
    ):  # fmt: skip
        (folder / name).parent.mkdir(parents=True)
        (folder / name).write_bytes(bytes(size))
    monkeypatch.setenv("CONFORMANCE_CACHE", str(folder))
    return folder


def test_the_size_of_each_area_is_listed(root: Path) -> None:
    lines = [[line[:16].strip(), line[16:].strip()] for line in list(cache_lines())[1:]]
    assert lines == [
        ["contracts", "10 B"], ["environments", "1.0 MB"], ["ledgers", "7 B"], ["observations", "2.5 KB"],
        ["servers", "10 B"], ["in all", "1.0 MB"],
    ]  # fmt: skip


def test_clearing_keeps_ledgers_and_running_servers(root: Path) -> None:
    assert clear_cache().startswith("removed 1.0 MB")
    left = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and path.name != ".lock"}
    assert left == {"ledgers/run.jsonl", "servers/runs/live/db"}


def test_an_area_that_is_a_link_stays_one(root: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (root / "environments").rename(elsewhere)
    (root / "environments").symlink_to(elsewhere, target_is_directory=True)
    clear_cache()
    assert (root / "environments").is_symlink()
    assert not (elsewhere / "x").exists()


def test_a_link_inside_of_the_cache_is_not_followed(root: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (own / "file").write_text("kept")
    (root / "environments" / "link").symlink_to(own, target_is_directory=True)
    clear_cache()
    assert (own / "file").read_text() == "kept"


def test_there_may_be_no_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONFORMANCE_CACHE", str(tmp_path / "nowhere"))
    assert clear_cache().startswith("removed 0 B")
    assert len(list(cache_lines())) == 2


def test_a_cache_that_cannot_be_cleared_is_reported(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise PermissionError("not yours")

    monkeypatch.setattr("conformance.pipeline.cache.shutil.rmtree", refuse)
    with pytest.raises(EnvironmentFailed, match="CONFORMANCE_CACHE"):
        clear_cache()


def test_the_command_shows_and_clears(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["cache"]) == 0
    assert "observations" in capsys.readouterr().out
    assert main(["cache", "--clear"]) == 0
    assert "removed" in capsys.readouterr().out
    assert not (root / "contracts" / "a").exists()
