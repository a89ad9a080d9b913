"""`--write-known` and `conformance known prune`: from a broken SDK to a green run, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import FAUX
from tests.cli.test_show_replay import LOST, Run, run

__all__ = ["run"]
TARGET = ("--target", str(FAUX / "target"))
CHECK = ("check", "--operation", "projects.list", *TARGET)


def test_a_written_list_makes_the_next_run_pass_and_is_pruned_when_the_sdk_is_mended(run: Run, tmp_path: Path) -> None:
    first = run(*CHECK, "--write-known", "known.toml", "--known-reason", "The pager is being mended.")
    assert first.returncode == 1
    assert "known.toml: 2 findings added" in first.stderr
    assert run(*CHECK, "--known", "known.toml").returncode == 0

    mended = run(*CHECK, "--known", "known.toml", sdk=FAUX)
    assert mended.returncode == 1
    assert "2 stale known findings" in mended.stdout
    pruned = run("known", "prune", "known.toml")
    assert pruned.returncode == 0, pruned.stderr
    assert f"removed {LOST}" in pruned.stdout
    assert run(*CHECK, "--known", "known.toml", sdk=FAUX).returncode == 0
    assert "nothing to remove" in run("known", "prune", "known.toml").stdout
    assert "pager" not in (tmp_path / "work" / "known.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--write-known", "known.toml"), "--known-reason TEXT"),
        (("--write-known", "known.toml", "--known-reason", "  "), "--known-reason TEXT"),
        (("--known-reason", "x"), "Add it: --write-known FILE"),
        (("--write-known", "known.txt", "--known-reason", "x"), "Allowed: .toml"),
        (("--write-known", "k.toml", "--known-reason", "x", "--known-expires", "soon"), "Write it as 2027-01-31"),
    ],
)
def test_incomplete_options_are_wrong_usage_before_the_run(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run(*CHECK, *arguments)
    assert ran.returncode == 2
    assert words in ran.stderr
    assert ran.stdout == ""


def test_a_list_that_does_not_exist_cannot_be_pruned(run: Run) -> None:
    assert run(*CHECK).returncode == 1
    ran = run("known", "prune", "missing.toml")
    assert ran.returncode == 2
    assert "missing.toml: no such file" in ran.stderr
