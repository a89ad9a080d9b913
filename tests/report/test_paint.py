"""A terminal gets lines of its width, in colour unless the user or the terminal wants none."""

from __future__ import annotations

import re
from dataclasses import replace
from io import StringIO

import pytest

from conformance.report.paint import SMALLEST, painted
from conformance.report.to_terminal import to_terminal
from tests.report.check_reports import CONFORMING, finding
from tests.report.upgrade_reports import EVERY_KIND

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
NEW = replace(CONFORMING, findings=(finding(message="a long message of many words " * 10),))


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("report", [NEW, EVERY_KIND, CONFORMING], ids=["check", "upgrade", "conforming"])
def test_prose_keeps_to_the_width_of_the_terminal(
    report: object, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    lines = ESCAPES.sub("", painted(report, Screen())).splitlines()  # type: ignore[arg-type]
    long = [line for line in lines if len(line) > columns]
    prose = [line for line in long if not re.match(r"  (see: )?\S|      conformance replay", line)]
    assert [line for line in prose if " " in line.strip()] == []


def test_a_terminal_narrower_than_words_gets_readable_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "10")
    lines = ESCAPES.sub("", painted(NEW, Screen())).splitlines()
    assert max(map(len, lines)) > SMALLEST / 2


def test_colours_change_no_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert ESCAPES.sub("", painted(NEW, Screen())) == to_terminal(NEW, width=100)


def test_a_verdict_is_green_or_red() -> None:
    assert "\x1b[1;32m" in painted(CONFORMING, Screen()).splitlines()[-1]
    assert "\x1b[1;31m" in painted(NEW, Screen()).splitlines()[-1]


def test_no_color_leaves_no_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    codes = set(re.findall(r"\x1b\[([0-9;]*)m", painted(NEW, Screen())))
    assert codes <= {"1", "2", "0"}  # bold and dim are no colours


def test_a_terminal_without_escapes_gets_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    assert "\x1b" not in painted(NEW, Screen())


def test_forced_colours_in_a_pipe_keep_the_lines_of_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    shown = painted(NEW, StringIO())
    assert "\x1b[" in shown
    assert ESCAPES.sub("", shown) == to_terminal(NEW)
