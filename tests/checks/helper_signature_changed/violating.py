"""A helper is gone, and another one requires an argument."""

from __future__ import annotations

from pathlib import Path
from typing import Any

OPERATION = "(package)"
_EXT = "helper_signature_changed: (package).projects.client_ext"
EXPECT = {
    f"{_EXT}.AsyncProjectsClientExt.titles",
    f"{_EXT}.ProjectsClientExt.titles",
}


def alter(sdk: Any) -> None:
    sdk.__path__ = [str(Path(__file__).parent / "violating_source"), *sdk.__path__]
