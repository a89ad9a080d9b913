"""The package and a package inside it list names that do not exist, one of them twice."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"export_broken: (package).Upload", "export_broken: (package).types.Download"}


def alter(sdk: Any) -> None:
    sdk.__all__ += ["Upload"]
    sdk.types.__all__ += ["Download", "Upload"]
