"""Telling: how far a run is, on which day, and which version of this tool it is a run of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timezone
from importlib.metadata import PackageNotFoundError, version

Progress = Callable[[int, int, str], None]  # done, of how many, what was done last


def today() -> date:
    """The day, the same everywhere."""
    return datetime.now(tz=timezone.utc).date()


def tool_version() -> str:
    """The version of this tool, "0" where it is not installed."""
    try:
        return version("label-studio-conformance")
    except PackageNotFoundError:
        return "0"
