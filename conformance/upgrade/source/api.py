"""Everything that a package's source declares, as one value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

from conformance.contract.model import Twin
from conformance.contract.types import Type, united
from conformance.upgrade.source.code_inputs import CodeInputs
from conformance.upgrade.source.definitions import Alias, Attribute, Callable, Class, Definition, Module, is_private

Role = Literal["request", "response"]


@dataclass(frozen=True)
class Api:
    """Everything that a package's source declares.

    `operations` are the methods with the SDK's options parameter, by attribute path and client ("sync" or "async").
    `unreadable` are files that are not Python, with the error. Types are kept as written: an alias stays `Type("alias",
    name=...)`, so two types are the same if they are equal, or if `expand` makes them equal.
    """

    package: str
    modules: Mapping[str, Module]
    operations: Mapping[str, Mapping[Twin, Callable]]
    clients: Mapping[str, Mapping[Twin, str]] = field(
        default_factory=dict
    )  # attribute path -> class, "" is the client itself
    unreadable: Mapping[str, str] = field(default_factory=dict)
    operation_files: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # operation -> files that implement it
    code: CodeInputs = field(default_factory=CodeInputs)  # what running an operation depends on

    @cached_property
    def definitions(self) -> Mapping[str, Definition]:
        """Every definition by its dotted name, members of classes excluded."""
        return {
            definition.name: definition
            for module in self.modules.values()
            for definition in module.definitions.values()
        }

    @cached_property
    def classes(self) -> Mapping[str, Class]:
        """The classes by dotted name."""
        return {name: found for name, found in self.definitions.items() if isinstance(found, Class)}

    def lineage(self, name: str) -> Iterator[Class]:
        """A class and the package's classes that it inherits from, nearest first (depth first, each once)."""
        seen: set[str] = set()
        todo = [name]
        while todo:
            step = todo.pop(0)
            if step not in seen and step in self.classes:
                seen.add(step)
                yield self.classes[step]
                todo = [*self.classes[step].bases, *todo]

    def members(self, name: str) -> dict[str, Callable | Attribute | Class]:
        """The members of a class, inherited ones included."""
        found: dict[str, Callable | Attribute | Class] = {}
        for ancestor in self.lineage(name):
            for member, definition in ancestor.members.items():
                found.setdefault(member, definition)
        return found

    @cached_property
    def public_names(self) -> Mapping[str, str]:
        """For each definition's dotted name, the shortest dotted name from which it can be imported."""
        best: dict[str, tuple[bool, bool, int, str]] = {}
        for module in self.modules.values():
            is_package = module.file.endswith("/__init__.py")
            for short, full in module.names.items():
                path = f"{module.name}.{short}".removeprefix(".")
                if is_package or path == full:  # a plain module does not re-export what it imports
                    unlisted = module.exports is not None and short not in module.exports
                    key = (is_private(path), unlisted, path.count("."), path)
                    best[full] = min(best.get(full, key), key)
        return {full: key[3] for full, key in best.items()}

    def expand(self, type_: Type) -> Type:
        """A type with every alias replaced by its definition; a recursive alias stays a name."""
        return self._expand(type_, frozenset())

    def _expand(self, type_: Type, within: frozenset[str]) -> Type:
        if type_.kind == "alias":
            found = self.definitions.get(type_.name)
            if not isinstance(found, Alias) or type_.name in within:
                return type_
            return self._expand(found.type, within | {type_.name})
        if not type_.args:
            return type_
        args = tuple(self._expand(arg, within) for arg in type_.args)
        return united(args) if type_.kind == "union" else replace(type_, args=args)

    def roles(self, name: str) -> frozenset[Role]:
        """How operations use a definition: in their arguments, in their results, in both, or not at all."""
        return frozenset(role for role, names in self._roles.items() if name in names)

    @cached_property
    def _roles(self) -> Mapping[Role, frozenset[str]]:
        methods = [method for twins in self.operations.values() for method in twins.values()]
        given = [argument.type for method in methods for argument in method.arguments]
        return {
            "request": frozenset(self._reachable_definitions(given)),
            "response": frozenset(self._reachable_definitions([method.returns for method in methods])),
        }

    def _reachable_definitions(self, roots: Iterable[Type | None]) -> set[str]:
        """The definitions that types mention, directly and through fields, bases and aliases."""
        names: set[str] = set()
        todo = [root for root in roots if root is not None]
        while todo:
            for inner in todo.pop().walk():
                if inner.name and inner.name not in names and inner.name in self.definitions:
                    names.add(inner.name)
                    todo.extend(self._mentioned_types(self.definitions[inner.name]))
        return names

    @staticmethod
    def _mentioned_types(definition: Definition) -> Iterator[Type]:
        if isinstance(definition, Alias):
            yield definition.type
        elif isinstance(definition, Class):
            yield from (Type("model", name=base) for base in definition.bases)
            members = (member for member in definition.members.values() if isinstance(member, Attribute))
            yield from (member.type for member in members if member.type is not None)

    def import_line(self, name: str) -> str:
        """`from package.types import Blueprint` for the dotted name of a definition."""
        module, _, short = self.public_names.get(name, name).rpartition(".")
        return f"from {f'{self.package}.{module}'.rstrip('.')} import {short}"
