from __future__ import annotations


async def flush(path: str) -> None: ...
