"""Texts in the cache folder, each under the hash of everything that it depends on.

An entry starts with the digest of its content and is moved into place when it is complete, so runs at the same time
never read half of one. A damaged entry counts as missing and is replaced. Where an area outgrows its limit, the
entries that were used longest ago are removed. A cache that cannot be read or written costs time only.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from conformance.targets.cache import cache_root

DIGEST_BYTES: Final = 32
AFTER_PRUNING: Final = 0.8  # of the limit: not every run has to prune
_STAGING: Final = ".staging-"


@dataclass(frozen=True, slots=True)
class TextCache:
    """One area of the cache: the folder `area` in it, which holds at most `limit` bytes after `prune`."""

    area: str
    limit: int

    @property
    def folder(self) -> Path:
        """The folder of the entries."""
        return cache_root() / self.area

    def read(self, key: str) -> str | None:
        """The text of a key; None where the cache has none, or only a damaged one."""
        file = self.folder / key
        try:
            content = file.read_bytes()
            with suppress(OSError):  # also a cache that this user cannot write is read
                os.utime(file)  # it was used last
            packed = content[DIGEST_BYTES:]
            if hashlib.sha256(packed).digest() == content[:DIGEST_BYTES]:
                return zlib.decompress(packed).decode("utf-8", "surrogatepass")
        except (OSError, zlib.error, UnicodeDecodeError):
            return None
        return None

    def write(self, key: str, text: str) -> None:
        """Store the text of a key."""
        packed = zlib.compress(text.encode("utf-8", "surrogatepass"), 1)
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            descriptor, name = tempfile.mkstemp(prefix=_STAGING, dir=self.folder)
            staging = Path(name)
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(packed).digest() + packed)
                staging.replace(self.folder / key)
            finally:
                staging.unlink(missing_ok=True)

    def prune(self) -> None:
        """Remove the entries that were used longest ago, if the area has outgrown its limit."""
        with suppress(OSError):
            entries = sorted(self._entries(), reverse=True)
            if sum(size for _, size, _ in entries) <= self.limit:
                return
            kept = 0
            for _, size, path in entries:
                kept += size
                if kept > self.limit * AFTER_PRUNING:
                    path.unlink(missing_ok=True)

    def _entries(self) -> Iterator[tuple[int, int, Path]]:
        """When each file was used last, its size, and its path; what killed runs left is among them."""
        with os.scandir(self.folder) as found:
            for entry in found:
                with suppress(FileNotFoundError):  # another run has removed it
                    stat = entry.stat()
                    yield stat.st_mtime_ns, stat.st_size, Path(entry.path)
