from __future__ import annotations


async def flush(path: str, *, wait: bool = True) -> None: ...
