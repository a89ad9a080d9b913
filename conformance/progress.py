"""Progress as plain lines on standard error, for pipes and logs, and as messages of a logger, for programs."""

from __future__ import annotations

import logging
import sys
import time
from typing import Final, TextIO

LINE_SECONDS: Final = 5.0  # between lines
LOGGER: Final = logging.getLogger("conformance")


class PlainConsole:
    """Prints what a run does, and now and then how many of its steps are done."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.printed_at = time.monotonic()

    def print_line(self, text: str) -> None:
        """Print one line about a step."""
        print(text, file=self.stream, flush=True)

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Print how many of all steps are done; `name` is the last of them."""
        if time.monotonic() - self.printed_at >= LINE_SECONDS:
            self.printed_at = time.monotonic()
            self.print_line(f"{done} of {total} done ({name})")

    def close(self) -> None:
        """Nothing stays on the screen."""


class LogConsole:
    """Logs what a run does: its steps as INFO, each operation as DEBUG."""

    def print_line(self, text: str) -> None:
        """Log one line about a step."""
        LOGGER.info(text)

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Log how many of all steps are done."""
        LOGGER.debug("%d of %d done (%s)", done, total, name)
