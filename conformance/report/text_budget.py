"""Text of a limited length: what matters most comes first, in more detail while there is space."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from conformance.report.document import ALWAYS


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to show: its `forms` from the shortest to the longest, each with its priority; lower ones come first.

    In one priority, pieces of a lower `rank` come first.
    """

    forms: tuple[tuple[int, str], ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """Pieces that share one part of the space, until every part has got its share."""

    pieces: tuple[Piece, ...]
    share: float


def fit(parts: Sequence[Part], space: int) -> list[list[str | None]]:
    """For every piece of every part, the longest form that there is space for, None where there is none."""
    shares = [int(part.share * space) for part in parts]
    chosen: list[list[str | None]] = [[None] * len(part.pieces) for part in parts]
    for shared in (True, False):
        for priority, number, index, text in _by_priority(parts):
            current = chosen[number][index]
            growth = len(text) - len(current) if current is not None else len(text) + 2
            limit = min(space, shares[number]) if shared else space
            if (current is None and priority == ALWAYS) or 0 < growth <= limit:
                chosen[number][index] = text
                shares[number] -= growth
                space -= growth
    return chosen


def _by_priority(parts: Sequence[Part]) -> Iterator[tuple[int, int, int, str]]:
    forms = [
        (priority, piece.rank, number, index, text)
        for number, part in enumerate(parts)
        for index, piece in enumerate(part.pieces)
        for priority, text in piece.forms
    ]
    for priority, _, number, index, text in sorted(forms, key=lambda form: form[:4]):
        yield priority, number, index, text
