"""On a real terminal, colours and a bar; nothing of either in a pipe."""

from __future__ import annotations

import os
import pty
import re
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import FAUX, Conformance, command, environment

CHECK = ("check", "--sdk", "installed", "--operation", "tasks.*", "--examples", "1", "--target", str(FAUX / "target"))


def _on_a_terminal(folder: Path, columns: int, **variables: str) -> tuple[int, str]:
    """The exit status and what a terminal of that width got from one check."""
    master, slave = pty.openpty()
    surroundings = {
        name: value for name, value in environment(folder / "cache").items() if name not in {"NO_COLOR", "FORCE_COLOR"}
    }
    with subprocess.Popen(
        command(*CHECK),
        env={**surroundings, "TERM": "xterm-256color", "COLUMNS": str(columns), **variables},
        cwd=folder,
        stdin=slave,
        stdout=slave,
        stderr=slave,
    ) as process:
        os.close(slave)
        shown = bytearray()
        try:
            while block := os.read(master, 65536):
                shown += block
        except OSError:  # the last process has closed the terminal
            pass
        os.close(master)
    return process.returncode, shown.decode()


@pytest.mark.parametrize("columns", [40, 80])
def test_a_terminal_gets_a_bar_and_colours(tmp_path: Path, columns: int) -> None:
    status, shown = _on_a_terminal(tmp_path, columns)
    assert status == 0
    assert re.search(r"\d+/\d+", shown)
    assert "\x1b[1;32m" in shown
    assert shown.count("\x1b[?25h") >= shown.count("\x1b[?25l")


def test_no_color_is_respected_on_a_terminal(tmp_path: Path) -> None:
    _, shown = _on_a_terminal(tmp_path, 80, NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9][0-9;]*m", shown)


def test_a_pipe_gets_plain_text(conformance: Conformance, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    ran = conformance(*CHECK[:-2])
    assert ran.returncode == 0
    assert "\x1b" not in ran.stdout + ran.stderr
