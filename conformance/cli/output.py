"""The output of a command: summaries, report files, progress."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from conformance.errors import EnvironmentFailed
from conformance.progress import PlainConsole

if TYPE_CHECKING:
    from conformance.progress_bar import BarConsole

INTERRUPTED: Final = 130


def print_text(text: str) -> None:
    """Write a result to standard output. Raises EnvironmentFailed where that is not possible."""
    if sys.stdout is None:  # it was closed before this program started
        raise EnvironmentFailed("standard output cannot be written to: it is closed")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has closed the pipe: discard the rest, and keep the exit status
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise EnvironmentFailed(f"standard output cannot be written to: {error}") from None


def deliver(report: Any, files: Iterable[str], announce: Callable[[str], None]) -> None:
    """Print the summary of a report, and write its files. A report on standard output is the only text there."""
    from conformance.report.files import is_standard_output, rendered, write

    paths = [Path(path) for path in files]
    printed = [path for path in paths if is_standard_output(path)][:1]
    if printed:
        print(_summary(report, sys.stderr, advertise=False), end="", file=sys.stderr)
    else:
        print_text(_summary(report, sys.stdout, advertise=not paths))
    write(report, paths)
    for path in paths:
        if not is_standard_output(path):
            announce(f"report: {path}")
    for path in printed:
        print_text(rendered(report, path))


def print_lines(lines_for: Callable[[int | None], Iterable[Any]]) -> None:
    """Print lines as standard output can show them: in a terminal's width and with colours, else plain."""
    if sys.stdout is not None and (sys.stdout.isatty() or os.environ.get("FORCE_COLOR")):
        from conformance.report.paint import paint_lines

        print_text(paint_lines(lines_for, sys.stdout))
    else:
        print_text("".join(f"{line.text}\n" for line in lines_for(None)))


def deliver_history(history: Any, files: Iterable[str]) -> None:
    """Print the summary of a history, and write its files."""
    from conformance.report.files import write_history

    paths = [Path(path) for path in files]
    print_text(_summary(history, sys.stdout, advertise=False))
    write_history(history, paths)
    for path in paths:
        print(f"report: {path}", file=sys.stderr)


def _summary(report: Any, stream: TextIO, *, advertise: bool) -> str:
    """The summary as `stream` can show it: with colours on a terminal, else plain."""
    if stream.isatty() or os.environ.get("FORCE_COLOR"):
        from conformance.report.paint import painted

        return painted(report, stream, advertise=advertise)
    from conformance.report.to_terminal import to_terminal

    return to_terminal(report, advertise=advertise)


@contextmanager
def open_console() -> Iterator[PlainConsole | BarConsole]:
    """The console of a run: a bar on a terminal, plain lines elsewhere."""
    opened: PlainConsole | BarConsole
    if sys.stderr.isatty():
        from conformance.progress_bar import BarConsole

        opened = BarConsole()
    else:
        opened = PlainConsole()
    try:
        yield opened
    finally:
        opened.close()
