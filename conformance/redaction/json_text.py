"""Replaces values in JSON text. Every other byte stays as it was written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

Path = tuple[str | int, ...]  # the keys and indexes that lead to a value
Role = Literal["key", "value"]
Replace = Callable[[Role, Path, Any], Any]  # returns the replacement, or the value itself

_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+', re.DOTALL)
_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


@dataclass(slots=True)
class _Container:
    """An open object or list, and whether a key comes next."""

    is_object: bool
    key_next: bool


def rewrite_json(text: str, replace: Replace) -> str | None:
    """The text with every key, string, number, boolean and null passed through `replace`. None for invalid JSON."""
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return None
    pieces: list[str] = []
    done = 0
    for start, end, role, path in _scalars(text):
        value = json.loads(text[start:end])
        new = replace(role, path, value)
        if new is not value and (new != value or type(new) is not type(value)):
            pieces += [text[done:start], _encode(new, like=text[start:end])]
            done = end
    return "".join([*pieces, text[done:]]) if pieces else text


def _scalars(text: str) -> Iterator[tuple[int, int, Role, Path]]:
    """Start, end, role and path of each scalar; a key has the path of its object."""
    stack: list[_Container] = []
    path: list[str | int] = []
    for token in _TOKEN.finditer(text):
        mark = token[0]
        container = stack[-1] if stack else None
        if mark in "{[":
            stack.append(_Container(mark == "{", mark == "{"))
            path.append(0)
        elif mark in "}]":
            stack.pop()
            path.pop()
        elif mark == ",":
            assert container is not None  # noqa: S101  # the text has been parsed
            container.key_next = container.is_object
            if not container.is_object:
                path[-1] = int(path[-1]) + 1
        elif mark == ":":
            pass
        elif container is not None and container.key_next:
            container.key_next = False
            yield token.start(), token.end(), "key", tuple(path[:-1])
            path[-1] = json.loads(mark)
        else:
            yield token.start(), token.end(), "value", tuple(path)


def _encode(value: Any, *, like: str) -> str:
    """The value as JSON, with characters beyond ASCII escaped only where they were."""
    escaped = like.isascii() or (isinstance(value, str) and _SURROGATE.search(value) is not None)
    return json.dumps(value, ensure_ascii=escaped)
