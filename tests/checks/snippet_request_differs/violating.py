"""The README of the package, in `violating_source`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OPERATION = "(package)"
EXPECT = {"snippet_request_differs: (package).violating_source/README.md.Async: projects.create"}


def alter(sdk: Any) -> None:
    sdk.__path__ = [str(Path(__file__).parent / "violating_source"), *sdk.__path__]
