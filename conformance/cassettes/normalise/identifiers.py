"""Finds the numbers that a server assigned, by the names of keys, parameters and path segments.

A kind is what a number counts: "project", "task", "user". Numbers of different kinds are never compared, because
project 2 and task 2 are equal only by chance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

_WORD: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+")
_IDENTIFIER: Final = frozenset({"id", "ids", "pk", "pks"})
_PEOPLE: Final = frozenset(
    {"annotator", "assignee", "author", "by", "creator", "editor", "manager", "member", "owner", "reviewer", "user"}
)
_COUNTS: Final = frozenset({"avg", "count", "counts", "max", "min", "num", "number", "sum", "total"})
_SELECTIONS: Final = frozenset({"included", "excluded"})
_CONTAINERS: Final = frozenset({"data", "items", "list", "objects", "results"})
_NUMBERED: Final = re.compile(r"\b(?P<noun>[A-Za-z]+)(?P<mark>[-_ #/])(?P<number>[1-9]\d{0,17})(?!\d|\.\d)")
Path = Sequence[str | int]


def numbered_kinds(urls: Iterable[str]) -> frozenset[str]:
    """The kinds in the path templates of an API: `/api/projects/{id}/` has projects."""
    pairs = (pair for url in urls for pair in pairwise(url.split("/")))
    names = (name for name, parameter in pairs if parameter[:1] == "{")
    return frozenset(singular(name.lower()) for name in names if name and name[0] != "{")


def singular(noun: str) -> str:
    """The noun without its plural ending."""
    # Simpler than in generate/links.py, whose names people read: `redis` becomes `redi` here, which only has to be the
    # same each time. Another rule would change cassettes, and no rule suits both `redis` and `kpis`.
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3 else noun


def is_number(text: str) -> bool:
    """Whether the text is a number that a server may assign: without sign and leading zeros."""
    return re.fullmatch(r"[1-9]\d{0,17}", text) is not None


def numbers_in_path(path: str) -> Iterator[tuple[int, str]]:
    """Position and kind of the path segments that are numbers."""
    noun = ""
    for position, segment in enumerate(path.split("/")):
        if is_number(segment):
            yield position, noun
        elif segment:
            noun = _noun(segment)


def root_of(path: str) -> str:
    """The kind of the resources in a response to the path: its last noun."""
    segments = reversed(path.split("/"))
    return next((_noun(segment) for segment in segments if segment and not is_number(segment)), "")


@dataclass(frozen=True, slots=True)
class IdentifierNames:
    """Which names are names of identifiers: those that end with `id` or `pk`, and the `kinds` of the API."""

    kinds: Collection[str] = frozenset()

    def kind(self, path: Path, root: str) -> str | None:
        """The kind of the identifier at a path of keys and indexes, or None for another value.

        `root` is the kind of the whole document: its own `id` is of this kind.
        """
        positions = [position for position, step in enumerate(path) if isinstance(step, str)]
        if not positions:
            return None
        words = _words(str(path[positions[-1]]))
        in_list = positions[-1] < len(path) - 1
        if not words:
            return None
        if words[-1] in _IDENTIFIER:
            return self._owner(words[:-1]) if words[:-1] else self._enclosing(path[: positions[-1]], root)
        if in_list and words[-1] in _SELECTIONS:
            return words[-1]
        noun = singular(words[-1])
        if words[0] in _COUNTS or (noun != words[-1] and not in_list):
            return None
        return self._owner(words) if noun in self.kinds or noun in _PEOPLE else None

    def replace_numbers(self, text: str, identifier: Callable[[str, int], int]) -> str:
        """The text with `identifier(kind, number)` for each number after a kind, as in `project-17.json`."""

        def replacement(match: re.Match[str]) -> str:
            noun = singular(match["noun"].lower())
            number = int(match["number"])
            return f"{match['noun']}{match['mark']}{identifier(noun, number) if noun in self.kinds else number}"

        return _NUMBERED.sub(replacement, text)

    def _owner(self, words: Sequence[str]) -> str:
        noun = singular(words[-1])
        return "user" if noun in _PEOPLE else noun

    def _enclosing(self, path: Path, root: str) -> str:
        """The kind of the object that an `id` belongs to. An index after a name means that the name is of a list."""
        for position in range(len(path) - 1, -1, -1):
            step = path[position]
            in_list = position + 1 < len(path) and isinstance(path[position + 1], int)
            if isinstance(step, int) or (step in _CONTAINERS and in_list):
                continue
            return self._owner(_words(step) or [step])
        return root


def _noun(segment: str) -> str:
    words = _words(segment)
    return singular("-".join(words)) if words else segment


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
