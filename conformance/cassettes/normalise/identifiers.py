"""Where the numbers stand that a server gave: told by the names of keys, parameters and path segments.

A kind is what a number counts: "project", "task", "user". Numbers of different kinds are never compared: that project 2
and task 2 are both 2 is chance.
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


def kinds_of(urls: Iterable[str]) -> frozenset[str]:
    """What the path templates of an API name by a number: `/api/projects/{id}/` has projects."""
    segments = (url.split("/") for url in urls)
    named = (one for each in segments for one, two in pairwise(each) if two[:1] == "{")
    return frozenset(singular(name.lower()) for name in named if name and name[0] != "{")


def singular(noun: str) -> str:
    """The noun without the end of its plural."""
    # Not as in generate/links.py, where names are read by people: `redis` is `redi` here, which only has to be the same
    # each time. Another end would change what cassettes hold, and no better one suits both `redis` and `kpis`.
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    return noun[:-1] if noun.endswith("s") and not noun.endswith("ss") and len(noun) > 3 else noun


def is_number(text: str) -> bool:
    """The text is a number as a server gives it: no sign, no zero in front."""
    return re.fullmatch(r"[1-9]\d{0,17}", text) is not None


def in_path(path: str) -> Iterator[tuple[int, str]]:
    """Position and kind of the segments, split at slashes, that are numbers."""
    noun = ""
    for position, segment in enumerate(path.split("/")):
        if is_number(segment):
            yield position, noun
        elif segment:
            noun = _noun(segment)


def root_of(path: str) -> str:
    """The kind of what an answer to the path holds: its last noun."""
    return next((_noun(each) for each in reversed(path.split("/")) if each and not is_number(each)), "")


@dataclass(frozen=True, slots=True)
class Names:
    """Which names mean identifiers: those that say so, and the `kinds` of the API."""

    kinds: Collection[str] = frozenset()

    def kind(self, path: Path, root: str) -> str | None:
        """The kind of what stands at a path of keys and indexes, None where no identifier does.

        `root` is the kind of the whole, whose own `id` it is.
        """
        names = [position for position, step in enumerate(path) if isinstance(step, str)]
        if not names:
            return None
        words = _words(str(path[names[-1]]))
        listed = names[-1] < len(path) - 1
        if not words:
            return None
        if words[-1] in _IDENTIFIER:
            return self._owner(words[:-1]) if words[:-1] else self._enclosing(path[: names[-1]], root)
        if listed and words[-1] in _SELECTIONS:
            return words[-1]
        noun = singular(words[-1])
        if words[0] in _COUNTS or (noun != words[-1] and not listed):
            return None
        return self._owner(words) if noun in self.kinds or noun in _PEOPLE else None

    def numbered_in(self, text: str, identifier: Callable[[str, int], int]) -> str:
        """The text with `identifier` of kind and number for each number after a kind, as in `project-17.json`."""

        def new(found: re.Match[str]) -> str:
            noun = singular(found["noun"].lower())
            number = int(found["number"])
            return f"{found['noun']}{found['mark']}{identifier(noun, number) if noun in self.kinds else number}"

        return _NUMBERED.sub(new, text)

    def _owner(self, words: Sequence[str]) -> str:
        noun = singular(words[-1])
        return "user" if noun in _PEOPLE else noun

    def _enclosing(self, path: Path, root: str) -> str:
        """The kind of the object that an `id` stands in. An index after a name tells that it is a list of such."""
        for position in range(len(path) - 1, -1, -1):
            step = path[position]
            listed = position + 1 < len(path) and isinstance(path[position + 1], int)
            if isinstance(step, int) or (step in _CONTAINERS and listed):
                continue
            return self._owner(_words(step) or [step])
        return root


def _noun(segment: str) -> str:
    words = _words(segment)
    return singular("-".join(words)) if words else segment


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]
