"""Who makes the objects of a class: the caller, to send them, or the SDK, of what was answered."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from conformance.contract.model import TWINS
from conformance.contract.types import Type
from conformance.upgrade.source.definitions import Api, Attribute

_NAME: Final = re.compile(r"[A-Za-z_][\w.]*")


@dataclass(frozen=True)
class Roles:
    """The roles of one release's classes, as far as its operations say. Names are dotted."""

    api: Api

    @cached_property
    def sent(self) -> frozenset[str]:
        """Classes that an argument of an operation holds, directly or inside another."""
        return frozenset(self._reached(self._arguments))

    @cached_property
    def received(self) -> frozenset[str]:
        """Classes that a result of an operation holds, directly or inside another."""
        return frozenset(self._reached(self._results))

    @cached_property
    def operations(self) -> Mapping[str, tuple[str, ...]]:
        """The operations that mention a class themselves, by its dotted name."""
        found: dict[str, dict[str, None]] = {}
        for path, types in (*self._arguments.items(), *self._results.items()):
            for name in self._names(types):
                found.setdefault(name, {})[path] = None
        return {name: tuple(sorted(paths)) for name, paths in found.items()}

    @cached_property
    def _arguments(self) -> Mapping[str, list[Type]]:
        return {
            path: [
                argument.type for twin in TWINS if twin in twins for argument in twins[twin].arguments if argument.type
            ]
            for path, twins in self.api.operations.items()
        }

    @cached_property
    def _results(self) -> Mapping[str, list[Type]]:
        return {
            path: [found for twin in TWINS if twin in twins if (found := twins[twin].returns)]
            for path, twins in self.api.operations.items()
        }

    @cached_property
    def _short(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for name in self.api.classes:
            last = name.rpartition(".")[2]
            found[last] = (*found.get(last, ()), name)
        return found

    def _names(self, types: Iterable[Type]) -> Iterator[str]:
        """The classes that types mention; in what no reader understands (`SyncPager[Task]`), by their short names."""
        for each in (inner for type_ in types for inner in type_.walk()):
            if each.kind == "model":
                yield each.name
            elif each.kind == "unknown":
                for word in _NAME.findall(each.name):
                    yield from (word,) if word in self.api.classes else self._short.get(word.rpartition(".")[2], ())

    def _reached(self, roots: Mapping[str, list[Type]]) -> Iterator[str]:
        seen: set[str] = set()
        todo = [name for types in roots.values() for name in self._names(types)]
        while todo:
            name = todo.pop()
            if name not in seen:
                seen.add(name)
                yield name
                members = self.api.members(name).values()
                todo.extend(
                    self._names(member.type for member in members if isinstance(member, Attribute) and member.type)
                )
