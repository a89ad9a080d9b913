"""Resolves the names in the modules of a package, through imports and re-exports."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from conformance.upgrade.source.parsed_file import ParsedFile

NameKind = Literal["model", "error", "enum", "class", "alias", "variable", "other"]

_MODELS: Final = {"pydantic.BaseModel", "pydantic.RootModel", "pydantic.v1.BaseModel", "pydantic.generics.GenericModel"}
_ENUMS: Final = {"enum.Enum", "enum.IntEnum", "enum.StrEnum", "enum.Flag", "enum.IntFlag"}
_ERRORS: Final = {
    name for name, found in vars(builtins).items() if isinstance(found, type) and issubclass(found, BaseException)
}
CONTAINERS: Final = {
    "list", "dict", "set", "frozenset", "tuple", "type",
    *(f"typing.{name}" for name in (
        "Annotated", "AnyStr", "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "ClassVar", "Dict", "Final",
        "FrozenSet", "Generator", "Iterable", "Iterator", "IO", "List", "Literal", "Mapping", "MutableMapping",
        "Optional", "Sequence", "Set", "Tuple", "Type", "Union",
    )),
    *(f"collections.abc.{name}" for name in (
        "AsyncIterable", "AsyncIterator", "Awaitable", "Callable", "Iterable", "Iterator", "Mapping", "MutableMapping",
        "Sequence", "Set",
    )),
}  # fmt: skip
_PLAIN: Final = {
    "str", "int", "float", "bool", "bytes", "object", "typing.Any", "datetime.datetime", "datetime.date",
    "datetime.time", "uuid.UUID",
}  # fmt: skip


@dataclass
class NameResolver:
    """The names of one release's package, absolute unless stated otherwise."""

    package: str
    modules: Mapping[str, ParsedFile]  # by absolute dotted name
    _targets: dict[str, str] = field(default_factory=dict)
    _kinds: dict[str, NameKind] = field(default_factory=dict)

    def relative(self, dotted: str) -> str:
        """A name relative to the package, as definitions have it; names of other packages stay absolute."""
        return dotted[len(self.package) + 1 :] if dotted.startswith(f"{self.package}.") else dotted

    def owns(self, dotted: str) -> bool:
        """The name belongs to the package."""
        return dotted.startswith(f"{self.package}.")

    def resolve(self, dotted: str) -> str:
        """The absolute name under which something is defined, imports and re-exports followed."""
        found = self._targets.get(dotted)
        if found is None:
            self._targets[dotted] = dotted  # ends circular imports
            found = self._targets[dotted] = self._follow_imports(dotted)
        return found

    def _follow_imports(self, dotted: str) -> str:
        parent, _, name = dotted.rpartition(".")
        if dotted in self.modules or not parent or not (self.owns(dotted)):
            return f"typing.{name}" if parent == "typing_extensions" else dotted
        parent = self.resolve(parent)
        module = self.modules.get(parent)
        if module is None or name in module.bindings:
            return f"{parent}.{name}"
        if name in module.imports:
            return self.resolve(module.imports[name])
        if f"{parent}.{name}" not in self.modules:
            for star in module.star_imports:
                found = self.resolve(f"{star}.{name}")
                if self.definition_node(found) is not None:
                    return found
        return f"{parent}.{name}"

    def resolve_local(self, module: ParsedFile, name: str) -> str:
        """The meaning of a name inside a module; the name itself if the module does not bind it."""
        if name in module.bindings:
            return f"{module.module}.{name}"
        if name in module.imports:
            return self.resolve(module.imports[name])
        for star in module.star_imports:
            found = self.resolve(f"{star}.{name}")
            if self.definition_node(found) is not None:
                return found
        return name

    def resolve_expression(self, module: ParsedFile, node: ast.expr) -> str:
        """The meaning of a name or attribute; "" for any other expression."""
        if isinstance(node, ast.Name):
            return self.resolve_local(module, node.id)
        if isinstance(node, ast.Attribute):
            base = self.resolve_expression(module, node.value)
            return self.resolve(f"{base}.{node.attr}") if base else ""
        return ""

    def defining_module(self, dotted: str) -> ParsedFile | None:
        """The module that defines a name."""
        return self.modules.get(dotted.rpartition(".")[0])

    def definition_node(self, dotted: str) -> ast.stmt | None:
        """The statement that defines a name."""
        module = self.defining_module(dotted)
        return None if module is None else module.bindings.get(dotted.rpartition(".")[2])

    def kind_of(self, dotted: str) -> NameKind:
        """The kind of object that a name of the package refers to."""
        found = self._kinds.get(dotted)
        if found is None:
            self._kinds[dotted] = "other"  # ends circular inheritance
            found = self._kinds[dotted] = self._classify(dotted)
        return found

    def _classify(self, dotted: str) -> NameKind:
        module, node = self.defining_module(dotted), self.definition_node(dotted)
        if module is None or node is None:
            return "other"
        if isinstance(node, ast.ClassDef):
            return self.class_kind(module, node)
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            if isinstance(node.value, ast.Call):
                made = self.resolve_expression(module, node.value.func)
                return "variable" if made in {"typing.TypeVar", "typing.ParamSpec"} else "other"
            declared = isinstance(node, ast.AnnAssign)
            if declared and self.resolve_expression(module, node.annotation) != "typing.TypeAlias":  # type: ignore[union-attr]
                return "other"
            return "alias" if declared or self.is_type(module, node.value) else "other"
        return "other"

    def base_names(self, module: ParsedFile, node: ast.ClassDef) -> list[str]:
        """The absolute names of a class's bases, without type arguments."""
        origins = (base.value if isinstance(base, ast.Subscript) else base for base in node.bases)
        return [found for origin in origins if (found := self.resolve_expression(module, origin))]

    def class_kind(self, module: ParsedFile, node: ast.ClassDef) -> NameKind:
        """The kind of a class, by its bases."""
        kinds = {self._base_kind(base) for base in self.base_names(module, node)}
        order: tuple[NameKind, ...] = ("enum", "model", "error")
        return next((kind for kind in order if kind in kinds), "class")

    def _base_kind(self, base: str) -> NameKind:
        if self.owns(base):
            return self.kind_of(base)
        if base in _MODELS:
            return "model"
        if base in _ENUMS:
            return "enum"
        last = base.rpartition(".")[2]
        return "error" if base in _ERRORS or last.endswith(("Error", "Exception")) else "class"

    def is_type(self, module: ParsedFile, node: ast.expr) -> bool:
        """Whether an expression stands for a type, as in `State = Literal["open"] | Any`."""
        match node:
            case ast.Subscript(value=origin):
                name = self.resolve_expression(module, origin)
                return name in CONTAINERS or (self.owns(name) and self.kind_of(name) not in {"other", "variable"})
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return self._is_union_member(module, left) and self._is_union_member(module, right)
            case ast.Name() | ast.Attribute():
                name = self.resolve_expression(module, node)
                return name in _PLAIN or (self.owns(name) and self.kind_of(name) not in {"other", "variable"})
        return False

    def _is_union_member(self, module: ParsedFile, node: ast.expr) -> bool:
        return (isinstance(node, ast.Constant) and node.value is None) or self.is_type(module, node)
