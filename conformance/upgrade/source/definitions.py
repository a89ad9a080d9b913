"""The values that a package's source declares: modules, classes, callables, attributes, aliases.

Names are dotted and relative to the package (`projects.client.ProjectsClient.create`); a name from another package
keeps its full path (`pydantic.BaseModel`). A name is private when one of its steps begins with a single underscore.
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
    """One argument of a callable, except `self` and `cls`. `default` is source text, "" for a required one."""

    name: str
    kind: ArgumentKind
    type: Type | None  # None: not annotated
    default: str = ""

    @property
    def required(self) -> bool:
        """A caller has to pass it."""
        return not self.default and self.kind not in {"args", "kwargs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Callable:
    """A function or a method. `body` is its code without docstring, layout and signature.

    `documentation` is the docstring; `deprecated` is the reason for a deprecation, "" where the source declares none.
    The body of an operation joins the bodies of all methods that it calls. `inherited_returns` is the result of the
    method that it overrides, where its own annotation leaves a type variable open: what a type checker is sure of.
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
    inherited_returns: Type | None = None

    def argument(self, name: str) -> Argument | None:
        """An argument by its name."""
        return next((argument for argument in self.arguments if argument.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """A field, a class attribute, an enum member, or a constant of a module.

    `wire_name` is the alias of a model's field, or its name. `value` is the source of the default, "" where there is
    none. `documentation` is the string that follows the declaration.
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
        """It has no default."""
        return not self.value


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for a type: `Sampling = typing.Union[typing.Literal["a"], typing.Any]`."""

    name: str
    type: Type
    file: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Class:
    """A class. `bases` are dotted names, `members` are declared in its own body, `body` is the rest of that."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Module:
    """One source file. `names` maps each name that can be imported from it to the dotted name of its definition.

    `exports` is `__all__`, None where the module has none. `body` holds the statements that declare nothing.
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
    """Whether a step of a dotted name begins with an underscore and is not a dunder name such as `__init__`."""
    return any(step.startswith("_") and not step.endswith("__") for step in name.split("."))
