"""The public names lack a model."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"
EXPECT = {"export_missing: (package).Task"}


def alter(sdk: Any) -> None:
    sdk.__all__.remove("Task")
