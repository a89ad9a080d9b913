"""The memory that a worker process may take."""

from __future__ import annotations

from typing import Final

MEGABYTE: Final = 2**20


def limit_memory(megabytes: int | None) -> None:
    """Limit the memory of this process, where the system can do that: what takes more gets a MemoryError."""
    if megabytes is not None:
        try:
            import resource  # noqa: PLC0415  # not on Windows
        except ImportError:
            return
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, hard))
