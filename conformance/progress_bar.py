"""Progress as a bar on a terminal: how many steps are done, how fast, and how long the rest takes."""

from __future__ import annotations

import sys
import time
from typing import Final, TextIO

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Column
from rich.text import Text

BAR_SECONDS: Final = 0.1  # between two pictures of the bar
NAME_WIDTH: Final = 32
NARROW: Final = 60  # columns, below which there is only space for the count and the name


class BarConsole:
    """Prints what a run does above a bar that disappears with the last step, or with `close`."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.console = Console(file=stream or sys.stderr, highlight=False, emoji=False, soft_wrap=True)
        self.drawn_at = 0.0
        self.bar: tuple[Progress, TaskID] | None = None

    def print_line(self, text: str) -> None:
        """Print one line about a step; above the bar, if there is one."""
        self.console.print(text, markup=False, soft_wrap=True)

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Show how many of all steps are done; `name` is the last of them."""
        self.bar = self.bar or self._started()
        progress, task = self.bar
        progress.update(task, completed=done, total=total, name=name[:NAME_WIDTH])
        if done >= total:
            self.close()
        elif time.monotonic() - self.drawn_at >= BAR_SECONDS:
            self.drawn_at = time.monotonic()
            progress.refresh()

    def close(self) -> None:
        """Remove the bar, and show the terminal's cursor again."""
        if self.bar is not None:
            self.bar[0].stop()
            self.bar = None

    def _started(self) -> tuple[Progress, TaskID]:
        # It has no thread of its own: a run starts processes, and a fork copies the locks that a thread holds.
        columns: list[ProgressColumn] = [MofNCompleteColumn()]
        if self.console.width >= NARROW:
            columns = [BarColumn(), *columns, _RateColumn(), TimeRemainingColumn()]
        name = TextColumn("{task.fields[name]}", table_column=Column(no_wrap=True, overflow="ellipsis"))
        progress = Progress(*columns, name, console=self.console, auto_refresh=False, transient=True)
        task = progress.add_task("", total=None, name="")
        progress.start()
        return progress, task


class _RateColumn(ProgressColumn):
    """Steps in a second, once that is known."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:.1f}/s" if task.speed else "", style="progress.data.speed")
