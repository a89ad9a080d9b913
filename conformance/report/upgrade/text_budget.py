"""Text of a limited length: what matters most first, in more words while there is room; the rest is counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

MARGIN = 80  # for what a section says of what it leaves out


@dataclass(frozen=True, slots=True)
class Piece:
    """One thing to say: `forms` from the shortest to the longest, each with its turn; lower turns are filled first.

    In one turn, pieces of a lower `rank` come first.
    """

    forms: tuple[tuple[int, str], ...]
    rank: int = 0


@dataclass(frozen=True, slots=True)
class Section:
    """Pieces below a head. `around` are texts before and after them, such as those that fold them away.

    `lead` stands directly before the first piece, such as the head of a table. `share` is the part of the room that
    it may have before every other section has got its share.
    """

    head: str
    pieces: tuple[Piece, ...]
    around: tuple[str, str] = ("", "")
    between: str = "\n\n"
    lead: str = ""
    share: float = 0.1


def fit(sections: Sequence[Section], room: int) -> Iterator[tuple[Section, list[str], int]]:
    """Every section with the texts that there is room for, and how many of its pieces are left out."""
    room -= sum(len(section.head) + len(section.lead) + sum(map(len, section.around)) + MARGIN for section in sections)
    shares = [int(section.share * room) for section in sections]
    shown: dict[tuple[int, int], str] = {}
    for shared in (True, False):
        for (number, index), text in _in_turns(sections):
            now = shown.get((number, index))
            growth = len(text) - len(now) if now is not None else len(text) + 2
            if 0 < growth <= min(room, shares[number] if shared else room):
                shown[number, index] = text
                shares[number] -= growth
                room -= growth
    for number, section in enumerate(sections):
        texts = [shown[number, i] for i in range(len(section.pieces)) if (number, i) in shown]
        yield section, texts, len(section.pieces) - len(texts)


def _in_turns(sections: Sequence[Section]) -> Iterator[tuple[tuple[int, int], str]]:
    forms = [
        (turn, piece.rank, number, index, text)
        for number, section in enumerate(sections)
        for index, piece in enumerate(section.pieces)
        for turn, text in piece.forms
    ]
    for _, _, number, index, text in sorted(forms, key=lambda form: form[:4]):
        yield (number, index), text
