from __future__ import annotations


def export(limit: int = 6, ratio: float = 1.0, safe: bool = True) -> None:
    """Export a project.

    Parameters
    ----------
    limit : int
        The limit, defaults to 60.

    ratio : float
        Defaults to 1.0

    safe : bool
        Defaults to 1
    """
