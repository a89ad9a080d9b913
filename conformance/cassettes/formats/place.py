"""A value of a file of another program, with its place in the file, for messages about what is wrong there."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_MAX_CHARACTERS: Final = 60
_NAMES: Final = {dict: "an object", list: "a list", str: "text", int: "a whole number", bytes: "bytes"}


class MalformedError(ValueError):
    """A value is not what the format says. The text has its place, what was given, and what is allowed."""


@dataclass(frozen=True, slots=True)
class Place:
    """A value at a place such as `log.entries[3].request.url`."""

    value: Any
    name: str

    def get(self, key: str, *kinds: type, default: Any = ...) -> Place:
        """The value of a key. Raises MalformedError: it is missing and has no default, or is of another kind."""
        found = self.require(dict).value.get(key)
        name = f"{self.name}.{key}" if self.name else key
        if found is None and default is not ...:
            return Place(default, name)
        return Place(found, name).require(*kinds)

    def items(self) -> Iterator[Place]:
        """The items of a list."""
        for number, item in enumerate(self.require(list).value):
            yield Place(item, f"{self.name}[{number}]")

    def require(self, *kinds: type) -> Place:
        """The value itself. Raises MalformedError if it is of another kind."""
        if isinstance(self.value, kinds) and not (isinstance(self.value, bool) and bool not in kinds):
            return self
        raise self.malformed(" or ".join(_NAMES[kind] for kind in kinds))

    def decoded(self) -> bytes:
        """The bytes of base64. Raises MalformedError for any other text."""
        try:
            return base64.b64decode("".join(self.require(str).value.split()), validate=True)
        except ValueError:
            raise self.malformed("base64") from None

    def malformed(self, allowed: str) -> MalformedError:
        """The error that this value is not allowed here."""
        text = "nothing" if self.value is None else repr(self.value)
        given = text if len(text) <= _MAX_CHARACTERS else f"{text[: _MAX_CHARACTERS - 3]}..."
        return MalformedError(f"`{self.name or 'the file'}` is {given}; allowed: {allowed}")
