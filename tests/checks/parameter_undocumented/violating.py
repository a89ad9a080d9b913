"""A docstring describes one of two parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OPERATION = "(package)"
EXPECT = {"parameter_undocumented: (package).export.export(path)"}


def alter(sdk: Any) -> None:
    sdk.__path__ = [str(Path(__file__).parent / "violating_source"), *sdk.__path__]
