from __future__ import annotations


def flush(path: str) -> None: ...
