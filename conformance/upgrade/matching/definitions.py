"""The changes of each definition (added, removed, renamed, changed), and of the members of each class.

A definition is public where callers have a reason to import it. Clients are left out: their operations are compared
instead. Files that are identical on both sides are skipped.
"""

from __future__ import annotations

from collections.abc import Callable as Function
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal

from conformance.upgrade.matching.align import Alignment
from conformance.upgrade.matching.compare_definitions import DefinitionComparer
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Alias, Attribute, Callable, Class, Definition, short_name
from conformance.upgrade.source.public_callables import RAW_CLIENT_MODULE

Member = Callable | Attribute | Class
Category = Literal["model", "error class", "class", "type alias", "function", "constant", "client"]
_CATEGORIES: Final[Mapping[str, Category]] = {
    "model": "model",
    "error": "error class",
    "enum": "class",
    "class": "class",
    "client": "client",
}
_INTERNAL_VALUES: Final = ("logging.getLogger(", "getLogger(", "typing.TypeVar(", "TypeVar(")


@dataclass(frozen=True, slots=True)
class MatchedDefinition:
    """One definition as each side declares it. The names differ where it was renamed."""

    old: Definition
    new: Definition


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchedClass:
    """One class as each side declares it, with its matched members.

    `added` and `removed` are members that the other side neither declares nor inherits from a class of the package.
    `kept` are members of both sides, at least one of which is declared in the class itself.
    """

    old: Class
    new: Class
    added: Mapping[str, Member]
    removed: Mapping[str, Member]
    kept: Mapping[str, tuple[Member, Member]]


def category(definition: Definition) -> Category:
    """The category that a reader expects."""
    if isinstance(definition, Class):
        raw = definition.name.rpartition(".")[0].rpartition(".")[2] == RAW_CLIENT_MODULE
        return "client" if raw else _CATEGORIES[definition.kind]
    if isinstance(definition, Callable):
        return "function"
    return "type alias" if isinstance(definition, Alias) else "constant"


@dataclass(frozen=True)
class MatchedDefinitions:
    """The definitions of two releases side by side.

    `unchanged` are the files that are identical on both sides.
    """

    old: Api
    new: Api
    alignment: Alignment
    is_internal: Function[[str], bool]
    unchanged: frozenset[str]

    @cached_property
    def comparer(self) -> DefinitionComparer:
        """Compares definitions of the two releases."""
        return DefinitionComparer(self.old, self.new, self.alignment.definitions)

    def is_public(self, api: Api, definition: Definition) -> bool:
        """Callers may import it: it is not a logger, a type variable, or a constant in a client's module."""
        if self.is_internal(api.public_names.get(definition.name, definition.name)):
            return False
        if isinstance(definition, Callable):
            return not short_name(definition.name).startswith("_")
        if isinstance(definition, Attribute):
            aside = definition.file in self.client_files[api is self.new]
            return not aside and not definition.value.startswith(_INTERNAL_VALUES)
        return True

    @cached_property
    def client_files(self) -> tuple[frozenset[str], frozenset[str]]:
        """For each side, the files that define clients."""
        clients = (
            frozenset(class_.file for class_ in api.classes.values() if category(class_) == "client")
            for api in (self.old, self.new)
        )
        return next(clients), next(clients)

    def is_built(self, old: str, new: str) -> bool:
        """Callers construct it, according to either side. Also True for what no operation mentions."""
        return "request" in self._roles(old, new) or not self._roles(old, new)

    def is_returned(self, old: str, new: str) -> bool:
        """The SDK returns it to callers, according to either side."""
        return "response" in self._roles(old, new)

    def _roles(self, old: str, new: str) -> frozenset[str]:
        return frozenset({*self.old.roles(old), *self.new.roles(new)})

    @cached_property
    def mentioning_operations(self) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
        """For each side and each definition, the operations whose arguments or results name it."""
        return _operations_by_type(self.old), _operations_by_type(self.new)

    @cached_property
    def added(self) -> tuple[Definition, ...]:
        """Public definitions of the new release only."""
        known = self.old.definitions.keys() | set(self.alignment.definitions.values())
        return tuple(self._public_definitions(self.new, known))

    @cached_property
    def removed(self) -> tuple[Definition, ...]:
        """Public definitions of the old release only."""
        known = self.new.definitions.keys() | self.alignment.definitions.keys()
        return tuple(self._public_definitions(self.old, known))

    @cached_property
    def renamed(self) -> tuple[MatchedDefinition, ...]:
        """Public definitions with a new name or a new module."""
        return tuple(
            MatchedDefinition(self.old.definitions[before], self.new.definitions[after])
            for before, after in sorted(self.alignment.definitions.items())
            if self.is_public(self.old, self.old.definitions[before])
        )

    @cached_property
    def in_both(self) -> tuple[MatchedDefinition, ...]:
        """Every definition of both sides whose file differs, internal ones and clients included."""
        kept = (
            MatchedDefinition(before, self.new.definitions[name])
            for name, before in self.old.definitions.items()
            if name in self.new.definitions and name not in self.alignment.definitions
        )
        moved = (
            MatchedDefinition(self.old.definitions[before], self.new.definitions[after])
            for before, after in self.alignment.definitions.items()
        )
        return tuple(both for both in (*kept, *moved) if both.old.file not in self.unchanged)

    @cached_property
    def public_in_both(self) -> tuple[MatchedDefinition, ...]:
        """Public definitions of both sides in the same category, clients left out."""
        return tuple(
            both
            for both in self.in_both
            if category(both.old) == category(both.new) != "client" and self.is_public(self.old, both.old)
        )

    @cached_property
    def changed_category(self) -> tuple[MatchedDefinition, ...]:
        """Public definitions whose category changed under the same name: an alias to a class, a model to a class."""
        return tuple(
            both
            for both in self.in_both
            if category(both.old) != category(both.new) and self.is_public(self.old, both.old)
        )

    @cached_property
    def classes(self) -> tuple[MatchedClass, ...]:
        """The classes among them, also those that changed from one category of class into another."""
        return tuple(
            self.members(both.old, both.new)
            for both in (*self.public_in_both, *self.changed_category)
            if isinstance(both.old, Class) and isinstance(both.new, Class)
        )

    def members(self, old: Class, new: Class) -> MatchedClass:
        """Match the members of one class."""
        before, after = self.old.members(old.name), self.new.members(new.name)
        own = [*old.members, *(name for name in new.members if name not in old.members)]
        return MatchedClass(
            old=old,
            new=new,
            added={name: member for name, member in new.members.items() if name not in before},
            removed={name: member for name, member in old.members.items() if name not in after},
            kept={name: (before[name], after[name]) for name in own if name in before and name in after},
        )

    @cached_property
    def exporters(self) -> tuple[Mapping[str, tuple[str, ...]], Mapping[str, tuple[str, ...]]]:
        """For each side and each definition, the `__init__.py` files from which it can be imported."""
        return _exporting_files(self.old), _exporting_files(self.new)

    def files(self, api: Api, definition: Definition) -> tuple[str, ...]:
        """The file of a definition, those that re-export it, and those that name its module where that is new."""
        exporters = self.exporters[api is self.new]
        found = [definition.file, *exporters.get(definition.name, ())]
        other = self.old if api is self.new else self.new
        steps = definition.name.split(".")[:-1]
        for module in (".".join(steps[:end]) for end in range(1, len(steps) + 1)):
            if module not in other.modules:
                found.extend(exporters.get(module, ()))
        return tuple(dict.fromkeys(found))

    def _public_definitions(self, api: Api, known: AbstractSet[str]) -> Iterator[Definition]:
        for name, definition in api.definitions.items():
            if name not in known and category(definition) != "client" and self.is_public(api, definition):
                yield definition


def _operations_by_type(api: Api) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for path, twins in api.operations.items():
        for method in twins.values():
            for type_ in (method.returns, *(argument.type for argument in method.arguments)):
                for inner in type_.walk() if type_ is not None else ():
                    found.setdefault(inner.name, {})[path] = None
    return {name: tuple(paths) for name, paths in found.items() if name}


def _exporting_files(api: Api) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for module in api.modules.values():
        if module.file.endswith("/__init__.py"):
            for full in module.names.values():
                found.setdefault(full, []).append(module.file)
    return {name: tuple(sorted(files)) for name, files in found.items()}
