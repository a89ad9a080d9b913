"""The package imports a public name on first use."""

from __future__ import annotations

from typing import Any

OPERATION = "(package)"


def alter(sdk: Any) -> None:
    task = sdk.Task
    del sdk.Task
    sdk.__getattr__ = {"Task": task}.__getitem__
