"""A status that records what an SDK compares it with: statuses that compare alike have the same outcome."""

from __future__ import annotations

import operator
import re
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

_COMPARISONS: Final = ("eq", "ne", "lt", "le", "gt", "ge")
# Members of an IntEnum compare themselves with any other integer, which that does not notice.
_ENUMS: Final = re.compile(rb"\b(?:HTTPStatus|IntEnum|codes)\b")
_UNREMARKABLE: Final = frozenset({
    "__class__", "__delattr__", "__dir__", "__doc__", "__getattribute__", "__init__", "__init_subclass__", "__new__",
    "__setattr__", "__subclasshook__",
})  # fmt: skip


class ComparedStatus(int):
    """A status of a response. It records the integers that it is compared with, and whether anything else is done.

    What a deterministic call does depends on the status through these comparisons alone, if nothing else is done.
    """

    def __init__(self, _status: int) -> None:
        self.comparisons: set[tuple[str, int]] = set()
        self.is_used = False

    def __bool__(self) -> bool:
        """Whether it is not 0, which is recorded like any comparison."""
        return self != 0

    def compares_like(self, other: int) -> bool:
        """Whether the recorded comparisons have the same results for another status."""
        own = int.__int__(self)
        return not self.is_used and all(
            getattr(operator, name)(own, value) == getattr(operator, name)(other, value)
            for name, value in self.comparisons
        )


def _comparison(name: str) -> Callable[[ComparedStatus, Any], Any]:
    plain = getattr(int, f"__{name}__")

    def compare(self: ComparedStatus, other: Any) -> Any:
        if isinstance(other, int):
            self.comparisons.add((name, int.__int__(other)))
        else:
            self.is_used = True
        return plain(self, other)

    return compare


def _use(name: str) -> Callable[..., Any]:
    plain = getattr(int, name)

    def use(self: ComparedStatus, *arguments: Any, **named: Any) -> Any:
        self.is_used = True
        return plain(self, *arguments, **named)

    return use


def _record_everything() -> None:
    """Give the class a recording method for each method that integers have."""
    for name in _COMPARISONS:
        setattr(ComparedStatus, f"__{name}__", _comparison(name))
    compared = {f"__{name}__" for name in _COMPARISONS} | {"__bool__"}
    for name in dir(int):
        if name not in compared | _UNREMARKABLE and callable(getattr(int, name)):
            setattr(ComparedStatus, name, _use(name))


_record_everything()


class StatusEnums:
    """Finds out whether the loaded modules of a package may compare a status with members of an enum."""

    def __init__(self, package: str) -> None:
        self.package = package
        self._read: set[str] = set()
        self._loaded = 0
        self._found = False

    def may_be_used(self) -> bool:
        """Whether a module that is loaded now mentions such an enum; a module without source may."""
        if self._loaded == len(sys.modules):
            return self._found
        self._loaded = len(sys.modules)
        for name in self._new_modules():
            self._read.add(name)
            source = getattr(sys.modules[name], "__file__", None)
            if not self._found and source is not None:
                self._found = not source.endswith(".py") or bool(_ENUMS.search(Path(source).read_bytes()))
        return self._found

    def _new_modules(self) -> Iterable[str]:
        return [
            name
            for name in sys.modules
            if name not in self._read and (name == self.package or name.startswith(f"{self.package}."))
        ]
