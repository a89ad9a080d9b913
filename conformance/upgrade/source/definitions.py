"""What a package's source declares, read without importing it: modules, classes, callables, attributes, aliases.

Names are dotted and relative to the package (`projects.client.ProjectsClient.create`); a name from elsewhere keeps its
full path (`pydantic.BaseModel`). A name is private when one of its steps begins with one underscore.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from conformance.contract.model import Twin
from conformance.contract.types import Type

ArgumentKind = Literal["positional", "either", "keyword", "args", "kwargs"]
ClassKind = Literal["model", "error", "enum", "client", "class"]


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a callable, `self` and `cls` left out. `default` is source text, "" where it is required."""

    name: str
    kind: ArgumentKind
    type: Type | None  # None: not annotated
    default: str = ""

    @property
    def required(self) -> bool:
        """A caller has to give it."""
        return not self.default and self.kind not in {"args", "kwargs"}


@dataclass(frozen=True, slots=True)
class Callable:
    """A function or a method. `body` is a digest of what it does: the words of its docstring and its layout are not in it.

    `documentation` is the docstring, `deprecated` why callers should stop, as far as the source says ("" if it does not).
    """

    name: str
    arguments: tuple[Argument, ...]
    returns: Type | None
    is_async: bool
    role: Literal["function", "method", "property", "classmethod", "staticmethod"]
    body: str
    documentation: str
    deprecated: str
    file: str
    line: int

    def argument(self, name: str) -> Argument | None:
        """An argument by its name."""
        return next((argument for argument in self.arguments if argument.name == name), None)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A field, a class attribute, an enum member, or a constant of a module.

    `wire_name` is the alias of a model's field, the name itself where there is none. `value` is the default's source
    text, "" where there is none. `documentation` is the string that follows the declaration.
    """

    name: str
    type: Type | None
    value: str
    wire_name: str
    documentation: str
    file: str
    line: int

    @property
    def required(self) -> bool:
        """No default is given."""
        return not self.value


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type: `Sampling = typing.Union[typing.Literal["a"], typing.Any]`."""

    name: str
    type: Type
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Class:
    """A class. `bases` are dotted names; `members` what its own body declares. `body` digests what is left of it."""

    name: str
    kind: ClassKind
    bases: tuple[str, ...]
    members: Mapping[str, Callable | Attribute | Class]
    body: str
    documentation: str
    deprecated: str
    file: str
    line: int


Definition = Class | Callable | Attribute | Alias


@dataclass(frozen=True, slots=True)
class Module:
    """One source file. `names` are those that can be imported from it: each with the dotted name of what it is.

    `exports` is `__all__`, or None where the module has none. `body` digests the statements that declare nothing.
    """

    name: str  # "" for the package itself
    file: str
    definitions: Mapping[str, Definition]
    names: Mapping[str, str]
    exports: tuple[str, ...] | None
    documentation: str
    body: str


def is_private(name: str) -> bool:
    """One of the steps of a dotted name begins with an underscore, and is not `__init__` or the like."""
    return any(step.startswith("_") and not step.endswith("__") for step in name.split("."))


@dataclass(frozen=True)
class Api:
    """Everything that a package's source declares.

    `operations` are the methods with the SDK's options parameter, by attribute path from the client, for each twin.
    `unreadable` are files that are not Python, with the error.
    """

    package: str
    modules: Mapping[str, Module]
    operations: Mapping[str, Mapping[Twin, Callable]]
    clients: Mapping[str, Mapping[Twin, str]] = field(default_factory=dict)  # attribute path -> class, "" the client
    unreadable: Mapping[str, str] = field(default_factory=dict)

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
        """A class and those of the package that it inherits from, nearest first (depth first, each once)."""
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
        for each in self.lineage(name):
            for member, definition in each.members.items():
                found.setdefault(member, definition)
        return found

    @cached_property
    def public_names(self) -> Mapping[str, str]:
        """For each definition's dotted name, the shortest dotted name that it can be imported by, itself included."""
        best: dict[str, str] = {}
        for module in self.modules.values():
            for short, full in module.names.items():
                path = f"{module.name}.{short}".removeprefix(".")
                key = (is_private(path), path.count("."), path)
                if full not in best or key < (is_private(best[full]), best[full].count("."), best[full]):
                    best[full] = path
        return best

    def import_line(self, name: str) -> str:
        """`from package.types import Blueprint` for a definition's dotted name."""
        module, _, short = self.public_names.get(name, name).rpartition(".")
        return f"from {f'{self.package}.{module}'.rstrip('.')} import {short}"
