"""Shows the lines of a summary on a terminal: in its width, and in colour.

rich decides about colour: none with NO_COLOR or on a terminal that has none, always with FORCE_COLOR.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from conformance.report.build import Shown
from conformance.report.to_terminal import Line, Style, terminal_lines

SMALLEST: Final = 40  # columns; text in fewer could not be read
_STYLES: Final[Mapping[Style, str]] = {
    "": "",
    "title": "bold",
    "name": "cyan",
    "advice": "green",
    "note": "dim",
    "passed": "bold green",
    "failed": "bold red",
}


def painted(report: Shown, stream: TextIO, *, advertise: bool = True) -> str:
    """The summary of `to_terminal` with the escapes that `stream` understands.

    Lines keep to a terminal's width. A pipe, which gets colours only with FORCE_COLOR, gets the lines of plain text.
    """
    return paint_lines(lambda width: terminal_lines(report, width=width, advertise=advertise), stream)


def paint_lines(lines_for: Callable[[int | None], Iterable[Line]], stream: TextIO) -> str:
    """The lines for a terminal's width (None for a pipe) with the escapes that `stream` understands."""
    console = Console(file=stream, highlight=False)
    width = max(console.width, SMALLEST) if stream.isatty() else None
    with console.capture() as captured:
        for line in lines_for(width):
            console.print(Text(line.text, _STYLES[line.style]), soft_wrap=True)
    return captured.get()
