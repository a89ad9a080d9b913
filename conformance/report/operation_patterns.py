"""The operations that an entry of known.toml covers: names with wildcards and alternatives, and parts in brackets.

"projects.*"                        every operation below projects that shows the finding without a part
"{tasks,views}.list"                two operations
"projects.stats.* [302, 418]"       what each of these operations shows with part 302 and with part 418
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Final

_WITH_PARTS: Final = re.compile(r"(?P<glob>\S+)(?: \[(?P<parts>.+)\])?")
_ALTERNATIVES: Final = re.compile(r"\{([^{}]*,[^{}]*)\}")  # without a comma braces are a part of an id


@dataclass(frozen=True, slots=True)
class OperationPattern:
    """One pattern: the globs of operations, and the parts that each of them covers."""

    globs: tuple[str, ...]
    parts: tuple[str, ...]

    @classmethod
    def read(cls, text: str) -> OperationPattern:
        """Read a pattern. Raises ValueError, which says what is wrong."""
        found = _WITH_PARTS.fullmatch(text.strip())
        if found is None:
            raise ValueError("a pattern is one name, and its parts in brackets behind a space")
        parts = tuple(part.strip() for part in (found["parts"] or "").split(",")) if found["parts"] else ("",)
        return cls(alternatives(found["glob"]), tuple(name for part in parts for name in alternatives(part)))

    def matches(self, operation: str) -> bool:
        """Whether it covers something of an operation."""
        return any(fnmatchcase(operation, glob) for glob in self.globs)


@dataclass(frozen=True, slots=True)
class CoveredOperations:
    """The operations and parts that an entry covers: those of `included` that `excluded` does not match."""

    included: tuple[OperationPattern, ...]
    excluded: tuple[OperationPattern, ...] = ()

    def parts(self, operation: str) -> frozenset[str]:
        """The parts of an operation that are covered; "" is a finding without a part."""
        included = {part for pattern in self.included if pattern.matches(operation) for part in pattern.parts}
        excluded = [pattern for pattern in self.excluded if pattern.matches(operation)]
        if any(pattern.parts == ("",) for pattern in excluded):  # without parts it leaves out the whole operation
            return frozenset()
        return frozenset(included - {part for pattern in excluded for part in pattern.parts})

    def expected(self, operations: Collection[str]) -> Iterator[tuple[str, str]]:
        """Every operation of these, with each part that is covered."""
        for operation in operations:
            for part in sorted(self.parts(operation)):
                yield operation, part


def alternatives(text: str) -> tuple[str, ...]:
    """`a.{b,c}` as `a.b` and `a.c`; several groups give every combination."""
    found = _ALTERNATIVES.search(text)
    if found is None:
        return (text,)
    before, after = text[: found.start()], text[found.end() :]
    return tuple(before + name.strip() + rest for name in found[1].split(",") for rest in alternatives(after))
