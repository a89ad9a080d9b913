from __future__ import annotations


def export(title: str, path: str) -> None:
    """Export a project.

    Parameters
    ----------
    titile : str
        The title.

    title : str
        The title.

    path : str
        The folder.
    """
