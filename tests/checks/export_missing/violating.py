"""A model is not among the public names."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"export_missing: (package).Task"}
ALSO: set[str] = set()


def alter(sdk: Any) -> None:
    sdk.__all__.remove("Task")
