"""What a package's source declares, read without importing it: modules, classes, callables, attributes, aliases.

Names are dotted and relative to the package (`projects.client.ProjectsClient.create`); a name from elsewhere keeps its
full path (`pydantic.BaseModel`). A name is private when one of its steps begins with one underscore.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from conformance.contract.types import Type
from conformance.upgrade.source.code_body import CodeBody

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
    """A function or a method. `body` is what it does, without its docstring, its layout, and its signature.

    Two bodies are equal where they do the same. `documentation` is the docstring, `deprecated` why callers should stop,
    as far as the source says ("" if it does not). An operation's body is that of every method it goes through.
    """

    name: str
    arguments: tuple[Argument, ...]
    returns: Type | None
    is_async: bool
    role: Literal["function", "method", "property", "classmethod", "staticmethod"]
    body: CodeBody
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
    """A class. `bases` are dotted names; `members` what its own body declares, `body` is what is left of it."""

    name: str
    kind: ClassKind
    bases: tuple[str, ...]
    members: Mapping[str, Callable | Attribute | Class]
    body: CodeBody
    documentation: str
    deprecated: str
    file: str
    line: int


Definition = Class | Callable | Attribute | Alias


@dataclass(frozen=True, slots=True)
class Module:
    """One source file. `names` are those that can be imported from it: each with the dotted name of what it is.

    `exports` is `__all__`, or None where the module has none. `body` are the statements that declare nothing.
    """

    name: str  # "" for the package itself
    file: str
    definitions: Mapping[str, Definition]
    names: Mapping[str, str]
    exports: tuple[str, ...] | None
    documentation: str
    body: CodeBody


def short_name(name: str) -> str:
    """The last step of a dotted name."""
    return name.rpartition(".")[2]


def is_private(name: str) -> bool:
    """One of the steps of a dotted name begins with an underscore, and is not `__init__` or the like."""
    return any(step.startswith("_") and not step.endswith("__") for step in name.split("."))
