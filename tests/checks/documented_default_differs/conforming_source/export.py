from __future__ import annotations


def export(limit: int | None = None, kind: str = "", name: str = "all") -> None:
    """Export a project.

    Parameters
    ----------
    limit : int
        The server's limit, defaults to 60.

    kind : str
        Defaults to JSON

    name : str
        Defaults to 'all'.
    """
