from __future__ import annotations

from typing import Any


def export(title: str, **fields: Any) -> None:
    """Export a project.

    Parameters
    ----------
    title : str
        The title.

    owner : int
        A field of the project.

    Returns
    -------
    None
    """
