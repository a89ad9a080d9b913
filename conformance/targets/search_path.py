"""More folders to import from, for code of the user in a process that has an environment of its own."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager


@contextmanager
def searched_too(paths: Sequence[str]) -> Iterator[None]:
    """Find modules in more folders until the end of the block; those that can be found already come first."""
    before = list(sys.path)
    sys.path += [path for path in paths if path not in before]
    try:
        yield
    finally:
        sys.path[:] = before
