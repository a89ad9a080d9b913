"""Helpers take more than was approved."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    sdk.__path__ = [str(Path(__file__).parent / "conforming_source"), *sdk.__path__]
