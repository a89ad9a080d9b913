"""The console of every command, the current day, and the version of this tool."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from importlib.metadata import PackageNotFoundError, version
from typing import Protocol

PrintLine = Callable[[str], None]


class Console(Protocol):
    """The output of a run for its progress."""

    def print_line(self, text: str) -> None:
        """Print one line about a step."""

    def report_progress(self, done: int, total: int, name: str) -> None:
        """Show how many of all steps are done; `name` is the last of them."""


def today() -> date:
    """The day in UTC."""
    return datetime.now(tz=timezone.utc).date()


def tool_version() -> str:
    """The version of this tool, "0" where it is not installed."""
    try:
        return version("label-studio-conformance")
    except PackageNotFoundError:
        return "0"
