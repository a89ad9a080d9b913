"""What became of a call's arguments: which value of its requests each of them is, so that both change alike.

A server and an SDK name the same value otherwise, and numbers of two kinds are the same by chance. A value that was
sent is told by its text, and among several of that text by the end of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import unquote

Path = tuple[str | int, ...]
KEY: Final = -1  # the last step of the path of a key, before the key: no list has an item there
_MARKED: Final = frozenset({"$datetime", "$date", "$uuid"})  # stored values that are sent as text
_KEPT: Final = frozenset({"$bytes", "$file", "$number", "$time"})
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?)?")


@dataclass(frozen=True, slots=True)
class Sent:
    """A value of a request as it was and as it is now, and the names that lead there."""

    names: tuple[str, ...]
    before: str
    after: Any


def sent_in_path(before: str, after: str, kinds: Mapping[int, str]) -> Iterator[Sent]:
    """The segments of a path, and each run of segments: what is one argument may hold slashes."""
    old, new = before.split("/"), after.split("/")
    if len(old) != len(new):
        return
    for start in range(len(old)):
        for end in range(start + 1, len(old) + 1):
            names = (kinds[start],) if end == start + 1 and start in kinds else ()
            yield Sent(names, unquote("/".join(old[start:end])), unquote("/".join(new[start:end])))


def alike(one: str, other: str) -> bool:
    """Two texts are the same, or the same instant in two spellings."""
    return _text(one) == _text(other)


def names_of(path: Sequence[str | int]) -> tuple[str, ...]:
    """The names of a path, without its indexes."""
    return tuple(step for step in path if isinstance(step, str))


def leaves(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Path and text of each value of a stored argument that a request can hold, and of each key that is no field."""
    match value:
        case {"$model": [_, dict() as fields]}:
            for name, item in fields.items():
                yield from leaves(item, (*path, name))
        case {"$object": dict() as inner}:
            yield from _entries(inner, path)
        case dict() if len(value) == 1 and _KEPT & value.keys():
            return
        case dict() if len(value) == 1 and _MARKED & value.keys():
            yield path, str(next(iter(value.values())))
        case dict():
            yield from _entries(value, path)
        case list():
            for number, item in enumerate(value):
                yield from leaves(item, (*path, number))
        case str() | int() | float() if not isinstance(value, bool):
            yield path, str(value)


def _entries(entries: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    for key, item in entries.items():
        yield (*path, KEY, key), key
        yield from leaves(item, (*path, key))


def followed(arguments: Mapping[str, Any], sent: Sequence[Sent]) -> dict[Path, Any]:
    """What each of the arguments became, by path; without those that no request holds.

    Those that a name tells choose first, among them the longest name: `user_request_id` is the `id` of a body rather
    than `id` is. Each takes what is most like it and not another's.
    """
    by_text: dict[str, list[Sent]] = {}
    for each in sent:
        by_text.setdefault(_text(each.before), []).append(each)
    wanted = [
        (path, by_text[_text(text)])
        for name, value in arguments.items()
        for path, text in leaves(value, (name,))
        if _text(text) in by_text
    ]
    chosen: dict[Path, Sent] = {}
    taken: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}  # by which name: the items of a list share one
    wanted.sort(key=lambda pair: -_length(pair[0]))
    for named in (True, False):
        for path, there in wanted:
            own = _own(path)
            free = [each for each in there if taken.get((each.names, each.before), own) == own] or there
            best = max(free, key=partial(_likeness_of, own))
            if path not in chosen and (_likeness_of(own, best) or not named):
                chosen[path] = best
                taken[best.names, best.before] = own
    return {path: each.after for path, each in chosen.items()}


def _length(path: Path) -> int:
    own = _own(path)
    return _words(own[-1]).count("_") if own else 0


def _likeness_of(own: Sequence[str], each: Sent) -> float:
    return _likeness(own, each.names)


def _own(path: Path) -> tuple[str, ...]:
    return names_of(path[: path.index(KEY)] if KEY in path else path)


def _likeness(own: Sequence[str], other: Sequence[str]) -> float:
    """How many names at the end are the same, and a half where one only ends like it."""
    count = 0
    for one, two in zip(reversed(own), reversed(other), strict=False):
        if not _same(one, two):
            return count or (0.5 if _words(one).endswith(f"_{_words(two)}") else 0)
        count += 1
    return count


def _same(one: str, two: str) -> bool:
    return _words(one) == _words(two) or re.fullmatch(rf"{re.escape(_words(two))}_(id|pk)", _words(one)) is not None


def _words(name: str) -> str:
    return re.sub(r"\W|_", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).strip("_").lower()


def _text(text: str) -> str:
    """The text; an instant in one spelling, as its stored form has another than the one that is sent."""
    found = _INSTANT.fullmatch(text)
    if found is None:
        return text
    day, time, fraction, zone = found.groups()
    if time is None:
        return f"instant {day}"
    fine = (fraction or "").rstrip("0")
    return f"instant {day} {time if len(time) > 5 else f'{time}:00'} {fine} {(zone or '').replace('Z', '+00:00')}"
