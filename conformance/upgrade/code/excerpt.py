"""Short excerpts of texts and values for the sentences of a report."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from conformance.contract.types import NULL, Type
from conformance.text import strip_modules
from conformance.upgrade.source.compare_types import covers

_EXCERPT_LENGTH: Final = 100  # characters of a value in a sentence
_SHARED_LENGTH: Final = 20  # common characters that are kept before the first difference
_DIGEST: Final = re.compile(r"(?<=\d bytes) [0-9a-f]{12}\b|(?<=characters), [0-9a-f]{12}\b")


def first_line(text: str) -> str:
    """The first line of a text, shortened for a sentence and without digests."""
    known = strip_modules(_DIGEST.sub("", text)).strip()
    line = known.partition("\n")[0].rstrip()
    return f"{line[:_EXCERPT_LENGTH]}..." if len(line) > _EXCERPT_LENGTH else line


def contrast(old: str, new: str) -> tuple[str, str]:
    """Two different texts, shortened for a sentence; both start near the first difference if that comes late."""
    if old == new or first_line(old) != first_line(new):
        return first_line(old), first_line(new)
    unlike = (index for index, both in enumerate(zip(old, new, strict=False)) if both[0] != both[1])
    start = max(next(unlike, min(len(old), len(new))) - _SHARED_LENGTH, 0)
    before, after = (first_line(" ".join(text[start:].split())) for text in (old, new))
    return (f"...{before}", f"...{after}") if before != after else (first_line(old), f"{first_line(new)} (differs)")


def limited(texts: Iterable[str], most: int) -> str:
    """A list in a line, with the number of entries left out: `a, b and 3 more`."""
    found = list(texts)
    rest = len(found) - most
    return ", ".join(found) if rest <= 0 else f"{', '.join(found[:most])} and {rest} more"


def none_removed_clause(old: Type, new: Type) -> str:
    """The clause that a type no longer accepts None; "" where that is not so."""
    return ", and it no longer accepts None" if covers(old, NULL) and not covers(new, NULL) else ""
