from __future__ import annotations


async def flush(path: str) -> None: ...  # only old
def flush(path: str) -> None: ...  # only new
async def flush(path: str, *, wait: bool = True) -> None: ...  # only near
