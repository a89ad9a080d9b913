from __future__ import annotations


def flush(path: str) -> None: ...  # only old
async def flush(path: str) -> None: ...  # only new
def flush(path: str, *, wait: bool = True) -> None: ...  # only near
