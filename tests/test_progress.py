"""Progress is plain lines in a pipe, and a bar on a terminal that leaves nothing behind."""

from __future__ import annotations

from io import StringIO

import pytest

from conformance import progress
from conformance.progress import PlainConsole
from conformance.progress_bar import BarConsole

SHOW_CURSOR, HIDE_CURSOR = "\x1b[?25h", "\x1b[?25l"


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    return Screen()


def test_a_pipe_gets_a_line_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    out = StringIO()
    console = PlainConsole(out)
    console.report_progress(1, 3, "prompts.get")
    assert not out.getvalue()
    monkeypatch.setattr(progress, "LINE_SECONDS", 0.0)
    console.report_progress(2, 3, "prompts.list")
    assert out.getvalue() == "2 of 3 done (prompts.list)\n"


def test_a_terminal_shows_count_and_name(screen: Screen) -> None:
    console = BarConsole(screen)
    console.report_progress(1, 3, "prompts.get")
    assert "1/3" in screen.getvalue()
    assert "prompts.get" in screen.getvalue()
    console.close()


def test_a_narrow_terminal_still_shows_count_and_name(screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    console = BarConsole(screen)
    console.report_progress(1, 3, "prompts.get")
    assert "1/3" in screen.getvalue()
    assert "prompts.get" in screen.getvalue()
    console.close()


@pytest.mark.parametrize("end", ["last step", "close"])
def test_the_end_shows_the_cursor_again(screen: Screen, end: str) -> None:
    console = BarConsole(screen)
    console.report_progress(1, 3, "prompts.get")
    assert HIDE_CURSOR in screen.getvalue()
    if end == "close":
        console.close()
    else:
        console.report_progress(3, 3, "prompts.list")
    assert screen.getvalue().rfind(SHOW_CURSOR) > screen.getvalue().rfind(HIDE_CURSOR)


def test_a_second_phase_gets_a_bar_of_its_own(screen: Screen) -> None:
    console = BarConsole(screen)
    console.report_progress(1, 1, "prompts.get")
    console.report_progress(1, 2, "Schemathesis")
    assert "1/2" in screen.getvalue()
    console.close()


def test_lines_are_printed_as_they_are(screen: Screen) -> None:
    console = BarConsole(screen)
    console.report_progress(1, 3, "prompts.get")
    console.print_line("[bold]prompts[/bold] :smile: 12")
    console.close()
    assert "[bold]prompts[/bold] :smile: 12" in screen.getvalue()
