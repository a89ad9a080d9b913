"""Progress on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import Final, TextIO

LINE_SECONDS: Final = 5.0  # between plain lines
BAR_WIDTH: Final = 30


class ProgressConsole:
    """Prints what a run does, and how many of its steps are done."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.has_bar = self.stream.isatty()
        self.printed_at = time.monotonic()

    def print_line(self, text: str) -> None:
        """Print one line about a step."""
        print(text, file=self.stream, flush=True)

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Show how many of all steps are done; `name` is the last of them."""
        if self.has_bar:
            filled = BAR_WIDTH * done // total
            bar = "█" * filled + "·" * (BAR_WIDTH - filled)
            end = "\n" if done == total else ""
            print(f"\r\x1b[K{bar} {done}/{total} {name[:40]}", end=end, file=self.stream, flush=True)
        elif time.monotonic() - self.printed_at >= LINE_SECONDS:
            self.printed_at = time.monotonic()
            self.print_line(f"{done} of {total} done")
