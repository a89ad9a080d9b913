from __future__ import annotations


def export(title: str, path: str) -> None:
    """Export a project.

    Parameters
    ----------
    title : str
        The title.
    """
