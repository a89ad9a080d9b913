"""The memory that a process may take."""

from __future__ import annotations

from contextlib import suppress
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


def limit_memory_of(process: int, megabytes: int) -> None:
    """Likewise for another process, and each of those that it starts from now on; Linux only."""
    try:
        from resource import RLIMIT_AS, prlimit  # noqa: PLC0415  # not on Windows and macOS
    except ImportError:
        return
    with suppress(ProcessLookupError):  # it has ended
        _, hard = prlimit(process, RLIMIT_AS)
        prlimit(process, RLIMIT_AS, (megabytes * MEGABYTE, hard))
