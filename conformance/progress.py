"""Progress on standard error: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
import time
from typing import TextIO

EVERY = 5.0  # seconds between plain lines
WIDTH = 30


class Progress:
    """Tells how far a run has come."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.bar = self.stream.isatty()
        self.last = time.monotonic()

    def tell(self, text: str) -> None:
        """One line about a step."""
        print(text, file=self.stream, flush=True)

    def step(self, done: int, total: int, name: str) -> None:
        """One more is done."""
        if self.bar:
            filled = WIDTH * done // total
            bar = "█" * filled + "·" * (WIDTH - filled)
            end = "\n" if done == total else ""
            print(f"\r\x1b[K{bar} {done}/{total} {name[:40]}", end=end, file=self.stream, flush=True)
        elif time.monotonic() - self.last >= EVERY:
            self.last = time.monotonic()
            self.tell(f"{done} of {total} done")
