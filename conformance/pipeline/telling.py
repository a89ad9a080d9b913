"""Telling: how far a run is, and which version of this tool it is a run of."""

from __future__ import annotations

from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version

Progress = Callable[[int, int, str], None]  # done, of how many, what was done last


def tool_version() -> str:
    """The version of this tool, "0" where it is not installed."""
    try:
        return version("label-studio-conformance")
    except PackageNotFoundError:
        return "0"
