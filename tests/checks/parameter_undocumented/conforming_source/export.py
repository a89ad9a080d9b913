from __future__ import annotations

from typing import Any


def export(title: str, path: str, _cache: Any = None, *more: Any, **fields: Any) -> None:
    """Export a project.

    Parameters
    ----------
    title, path : str
        Texts.
    """


def other(title: str) -> None:
    """Do something else."""
