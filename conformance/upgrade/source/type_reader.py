"""Reads annotations into types.

The types are those of `conformance.contract.annotations`, with two differences. An alias stays a name, so that a change
of its members shows once, where it is declared; two types are the same if they are equal, or if `Api.expand` makes them
equal. A generic other than list, map or union keeps its arguments (`unknown` with a name and `args`), so
`SyncPager[Task, TaskPage]` keeps its item type.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from typing import Any, Final

from conformance.contract.types import ANY, NULL, STRING, Type, united
from conformance.upgrade.source.name_resolver import NameResolver
from conformance.upgrade.source.parsed_file import ParsedFile

_LIST: Final = Type("list", (ANY,))
_MAP: Final = Type("map", (STRING, ANY))
_SCALARS: Final = {
    "str": STRING,
    "int": Type("integer"),
    "float": Type("number"),
    "bool": Type("boolean"),
    "bytes": Type("bytes"),
    "datetime.datetime": Type("datetime"),
    "datetime.date": Type("date"),
    "datetime.time": Type("time"),
    "uuid.UUID": Type("uuid"),
    "typing.Any": ANY,
    "object": ANY,
    "typing.Text": STRING,
    "typing.IO": Type("file"),
    "None": NULL,
    "pydantic.StrictStr": STRING,  # to a type checker, they are these types
    "pydantic.StrictInt": Type("integer"),
    "pydantic.StrictFloat": Type("number"),
    "pydantic.StrictBool": Type("boolean"),
    "pydantic.StrictBytes": Type("bytes"),
}
_LISTS: Final = {
    "list", "set", "frozenset", "typing.List", "typing.Set", "typing.FrozenSet", "typing.Sequence", "typing.Iterable",
    "typing.AbstractSet", "collections.abc.Sequence", "collections.abc.Iterable", "collections.abc.Set",
}  # fmt: skip
_MAPS: Final = {
    "dict", "typing.Dict", "typing.Mapping", "typing.MutableMapping", "collections.abc.Mapping",
    "collections.abc.MutableMapping",
}  # fmt: skip
_TUPLES: Final = {"tuple", "typing.Tuple"}
_WRAPPERS: Final = {"typing.ClassVar", "typing.Final", "typing.Required", "typing.NotRequired", "typing.ReadOnly"}


@dataclass
class TypeReader:
    """Reads the annotations of one module. A type variable becomes `unknown` with a name such as `~T`."""

    names: NameResolver
    module: ParsedFile
    _cache: dict[bytes, Type] = field(default_factory=dict)

    def read(self, node: ast.expr | None) -> Type | None:
        """The type of an annotation; None where there is none."""
        if node is None:
            return None
        text = self.module.text(node)
        found = self._cache.get(text)
        if found is None:
            found = self._cache[text] = self.type_of(node)
        return found

    def type_of(self, node: ast.expr) -> Type:
        """The type of an annotation's expression."""
        match node:
            case ast.Constant(value=None):
                return NULL
            case ast.Constant(value=str(text)):
                return self._read_quoted(text)
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                return united([self.type_of(left), self.type_of(right)])
            case ast.Subscript(value=origin, slice=inner):
                args = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                return self._read_generic(self._resolve(origin), args, node)
            case ast.Name() | ast.Attribute():
                return self._read_name(self._resolve(node), node)
        return Type("unknown", name=ast.unparse(node))

    def _resolve(self, node: ast.expr) -> str:
        return self.names.resolve_expression(self.module, node)

    def _read_quoted(self, text: str) -> Type:
        try:
            return self.type_of(ast.parse(text.strip(), mode="eval").body)
        except (SyntaxError, ValueError):
            return Type("unknown", name=text)

    def _read_name(self, name: str, node: ast.expr) -> Type:
        if name in _SCALARS:
            return _SCALARS[name]
        if name in _LISTS:
            return _LIST
        if name in _MAPS:
            return _MAP
        if not self.names.owns(name):
            return Type("unknown", name=name or ast.unparse(node))
        kind = self.names.kind_of(name)
        short = self.names.relative(name)
        if kind == "variable":
            return Type("unknown", name=f"~{short.rpartition('.')[2]}")
        return Type(kind if kind in {"model", "alias"} else "unknown", name=short)

    def _read_generic(self, origin: str, args: list[ast.expr], node: ast.expr) -> Type:
        if origin == "typing.Optional":
            return united([self.type_of(args[0]), NULL])
        if origin == "typing.Union":
            return united(self.type_of(arg) for arg in args)
        if origin == "typing.Literal":
            return _read_literal(args, node)
        if origin == "typing.Annotated" or origin in _WRAPPERS:
            return self.type_of(args[0])
        if origin == "typing.IO":
            return _SCALARS[origin]
        if origin in _LISTS or (origin in _TUPLES and len(args) == 2 and _is_ellipsis(args[1])):
            return Type("list", (self.type_of(args[0]),))
        if origin in _MAPS and len(args) == 2:
            return Type("map", (self.type_of(args[0]), self.type_of(args[1])))
        name = self.names.relative(origin) if origin else ast.unparse(node)
        return Type("unknown", tuple(self._read_argument(arg) for arg in args) if origin else (), name=name)

    def _read_argument(self, node: ast.expr) -> Type:
        if isinstance(node, ast.List):  # the arguments of a callable type
            return Type("unknown", tuple(self._read_argument(item) for item in node.elts))
        return Type("unknown", name="...") if _is_ellipsis(node) else self.type_of(node)


def _read_literal(args: list[ast.expr], node: ast.expr) -> Type:
    values: list[Any] = []
    for arg in args:
        if isinstance(arg, ast.UnaryOp) and isinstance(arg.op, ast.USub) and isinstance(arg.operand, ast.Constant):
            values.append(ast.literal_eval(arg))
        elif isinstance(arg, ast.Constant):
            values.append(arg.value)
        else:
            return Type("unknown", name=ast.unparse(node))
    return Type("literal", values=tuple(values))


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is Ellipsis
