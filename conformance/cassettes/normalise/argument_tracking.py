"""Finds which value of the requests each argument of a call became, so that both are normalised alike.

Servers and SDKs use different names for the same value, and numbers of different kinds can be equal by chance. An
argument is found by its text, and among several values with that text by the end of its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import unquote

Path = tuple[str | int, ...]
KEY: Final = -1  # in the path of a key, the step before the key: no list has an item at -1
_SENT_AS_TEXT: Final = frozenset({"$datetime", "$date", "$uuid"})
_NOT_TRACKED: Final = frozenset({"$bytes", "$file", "$number", "$time"})
_INSTANT: Final = re.compile(r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.(\d+))?(Z|[+-]\d\d:?\d\d)?)?")


@dataclass(frozen=True, slots=True)
class SentValue:
    """A value of a request before and after normalisation, and the names that lead to it."""

    names: tuple[str, ...]
    before: str
    after: Any


def sent_in_path(before: str, after: str, kinds: Mapping[int, str]) -> Iterator[SentValue]:
    """The segments of a path, and each run of segments, because an argument may hold slashes."""
    old, new = before.split("/"), after.split("/")
    if len(old) != len(new):
        return
    for start in range(len(old)):
        for end in range(start + 1, len(old) + 1):
            names = (kinds[start],) if end == start + 1 and start in kinds else ()
            yield SentValue(names, unquote("/".join(old[start:end])), unquote("/".join(new[start:end])))


def is_same_text(one: str, other: str) -> bool:
    """Whether two texts are equal, or the same instant in two spellings."""
    return _comparable(one) == _comparable(other)


def names_of(path: Sequence[str | int]) -> tuple[str, ...]:
    """The names of a path, without its indexes."""
    return tuple(step for step in path if isinstance(step, str))


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    """Path and text of each value in a stored argument that a request can hold, and of each key that is not a field."""
    match value:
        case {"$model": [_, dict() as fields]}:
            for name, item in fields.items():
                yield from _leaves(item, (*path, name))
        case {"$object": dict() as inner}:
            yield from _entries(inner, path)
        case dict() if len(value) == 1 and _NOT_TRACKED & value.keys():
            return
        case dict() if len(value) == 1 and _SENT_AS_TEXT & value.keys():
            yield path, str(next(iter(value.values())))
        case dict():
            yield from _entries(value, path)
        case list():
            for number, item in enumerate(value):
                yield from _leaves(item, (*path, number))
        case str() | int() | float() if not isinstance(value, bool):
            yield path, str(value)


def _entries(entries: Mapping[str, Any], path: Path) -> Iterator[tuple[Path, str]]:
    for key, item in entries.items():
        yield (*path, KEY, key), key
        yield from _leaves(item, (*path, key))


def track_arguments(arguments: Mapping[str, Any], sent: Sequence[SentValue]) -> dict[Path, Any]:
    """The normalised value of each argument, by path, without arguments that no request holds.

    Arguments with a matching name choose first, the longest name before the others: `user_request_id` is the `id` of a
    body rather than `id` is. Each takes the value with the most similar name that no other argument has taken.
    """
    by_text: dict[str, list[SentValue]] = {}
    for value in sent:
        by_text.setdefault(_comparable(value.before), []).append(value)
    tracked = [
        (path, by_text[_comparable(text)])
        for name, argument in arguments.items()
        for path, text in _leaves(argument, (name,))
        if _comparable(text) in by_text
    ]
    chosen: dict[Path, SentValue] = {}
    # The names of the argument that took a value: the items of a list share one
    taken: dict[tuple[tuple[str, ...], str], tuple[str, ...]] = {}
    tracked.sort(key=lambda pair: -_word_breaks(pair[0]))
    for by_name in (True, False):
        for path, candidates in tracked:
            names = _argument_names(path)
            free = [value for value in candidates if taken.get((value.names, value.before), names) == names]
            best = max(free or candidates, key=partial(_similarity_to, names))
            if path not in chosen and (_similarity_to(names, best) or not by_name):
                chosen[path] = best
                taken[best.names, best.before] = names
    return {path: value.after for path, value in chosen.items()}


def _word_breaks(path: Path) -> int:
    names = _argument_names(path)
    return _words(names[-1]).count("_") if names else 0


def _argument_names(path: Path) -> tuple[str, ...]:
    return names_of(path[: path.index(KEY)] if KEY in path else path)


def _similarity_to(names: Sequence[str], value: SentValue) -> float:
    return _similarity(names, value.names)


def _similarity(own: Sequence[str], other: Sequence[str]) -> float:
    """How many names at the end are equal, or a half where the last one only ends with the other."""
    count = 0
    for one, two in zip(reversed(own), reversed(other), strict=False):
        if not _is_same_name(one, two):
            return count or (0.5 if _words(one).endswith(f"_{_words(two)}") else 0)
        count += 1
    return count


def _is_same_name(one: str, two: str) -> bool:
    return _words(one) == _words(two) or re.fullmatch(rf"{re.escape(_words(two))}_(id|pk)", _words(one)) is not None


def _words(name: str) -> str:
    return re.sub(r"\W|_", "_", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)).strip("_").lower()


def _comparable(text: str) -> str:
    """The text, with an instant in one spelling: its stored form differs from the one that is sent."""
    instant = _INSTANT.fullmatch(text)
    if instant is None:
        return text
    day, time, fraction, zone = instant.groups()
    if time is None:
        return f"instant {day}"
    digits = (fraction or "").rstrip("0")
    return f"instant {day} {time if len(time) > 5 else f'{time}:00'} {digits} {(zone or '').replace('Z', '+00:00')}"
