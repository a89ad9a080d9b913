"""JSON text changed in some of its values: every other byte stays as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

Path = tuple[str | int, ...]
Place = Literal["key", "value"]
Change = Callable[[Place, Path, Any], Any]  # where, keys and indexes that lead there, what stands there: what shall

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(slots=True)
class _Frame:
    """An object or a list that is open, and whether a key comes next."""

    is_object: bool
    key_next: bool


def changed(text: str, change: Change) -> str | None:
    """The text with each key, string, number, true, false and null as `change` gives it. None where it is no JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    pieces: list[str] = []
    done = 0
    for start, end, place, path in _scalars(text):
        value = json.loads(text[start:end])
        replacement = change(place, path, value)
        if replacement is not value and (replacement != value or type(replacement) is not type(value)):
            pieces += [text[done:start], _written(replacement, text[start:end])]
            done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _scalars(text: str) -> Iterator[tuple[int, int, Place, Path]]:
    """Start, end, place and path of each scalar, and of each key with the path of its object."""
    stack: list[_Frame] = []
    path: list[str | int] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        frame = stack[-1] if stack else None
        if mark in "{[":
            stack.append(_Frame(mark == "{", mark == "{"))
            path.append(0)
        elif mark in "}]":
            stack.pop()
            path.pop()
        elif mark == ",":
            assert frame is not None  # noqa: S101  # the text has been parsed
            frame.key_next = frame.is_object
            if not frame.is_object:
                path[-1] = int(path[-1]) + 1
        elif mark == ":":
            pass
        elif frame is not None and frame.key_next:
            frame.key_next = False
            yield token.start(), token.end(), "key", tuple(path[:-1])
            path[-1] = json.loads(mark)
        else:
            yield token.start(), token.end(), "value", tuple(path)


def _written(value: Any, before: str) -> str:
    """The value as JSON, with characters beyond ASCII as raw as they stood before."""
    escaped = before.isascii() or (isinstance(value, str) and _SURROGATE.search(value) is not None)
    return json.dumps(value, ensure_ascii=escaped)
