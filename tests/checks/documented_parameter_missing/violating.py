"""A docstring has the old name of a parameter."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OPERATION = "(package)"
EXPECT = {"documented_parameter_missing: (package).export.export(titile)"}


def alter(sdk: Any) -> None:
    sdk.__path__ = [str(Path(__file__).parent / "violating_source"), *sdk.__path__]
