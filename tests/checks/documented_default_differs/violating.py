"""A docstring says the default of another time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OPERATION = "(package)"
EXPECT = {
    "documented_default_differs: (package).export.export.limit",
    "documented_default_differs: (package).export.export.safe",
}


def alter(sdk: Any) -> None:
    sdk.__path__ = [str(Path(__file__).parent / "violating_source"), *sdk.__path__]
