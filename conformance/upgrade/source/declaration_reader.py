"""Reads the statements of one module into definitions: callables, attributes, aliases, classes."""

from __future__ import annotations

import ast
from collections.abc import Callable as Function
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from conformance.upgrade.source.code_body import docstring, without_docstring
from conformance.upgrade.source.definitions import (
    Alias,
    Argument,
    ArgumentKind,
    Attribute,
    Callable,
    Class,
    ClassKind,
    Definition,
)
from conformance.upgrade.source.name_resolver import NameResolver
from conformance.upgrade.source.parsed_file import BindingNode, ParsedFile
from conformance.upgrade.source.type_reader import TypeReader

Role = Literal["function", "method", "property", "classmethod", "staticmethod"]
Member = Callable | Attribute | Class

_PROPERTIES: Final = {"property", "cached_property", "functools.cached_property", "abc.abstractproperty"}
_FIELDS: Final = ("pydantic.Field", "pydantic.fields.Field", "dataclasses.field", "attr.ib", "attrs.field")
_FIELD_OPTIONS: Final = {
    "default",
    "default_factory",
    "alias",
    "description",
}  # options of a field's call that have attributes of their own
_LONG_VALUE_LINES: Final = 30  # longer values are kept as they are written


@dataclass
class DeclarationReader:
    """Reads the statements of one module. `clients` are the absolute names of the client classes."""

    names: NameResolver
    module: ParsedFile
    clients: frozenset[str]
    types: TypeReader = field(init=False)
    _mentions_deprecation: bool = field(init=False)
    _prefix: str = field(init=False)

    def __post_init__(self) -> None:
        self.types = TypeReader(self.names, self.module)
        self._mentions_deprecation = b"eprecat" in self.module.source
        relative = self.names.relative(self.module.module)
        self._prefix = "" if relative == self.names.package else f"{relative}."

    def read_definition(self, name: str, node: BindingNode) -> Definition:
        """The declarations of a top-level statement."""
        full = self._prefix + name
        if isinstance(node, ast.ClassDef):
            return self.read_class(full, node)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            return self.read_callable(full, node, owner=False)
        if node.value is not None and self.names.kind_of(f"{self.module.module}.{name}") == "alias":
            return Alias(full, self.types.type_of(node.value), self.module.file, node.lineno)
        return self._read_attribute(full, node, self.module.field_docs.get(name, ""))[0]

    def read_class(self, full: str, node: ast.ClassDef) -> Class:
        """A class with the members that its body declares."""
        members: dict[str, Member] = {}
        left: list[ast.stmt | ast.expr] = [*(keyword.value for keyword in node.keywords)]
        for name, member, also in self._read_members(full, node, left.append):
            members[name] = member
            left.extend(also)
        kind: ClassKind = self.names.class_kind(self.module, node)  # type: ignore[assignment]
        doc = docstring(node.body)
        body = self.module.body([*node.decorator_list, *left])
        return Class(
            name=full,
            kind="client" if kind == "class" and f"{self.module.module}.{node.name}" in self.clients else kind,
            bases=tuple(self.names.relative(base) for base in self.names.base_names(self.module, node)),
            members=members,
            body=body,
            documentation=doc,
            deprecated=self._deprecation(node, doc),
            file=self.module.file,
            line=node.lineno,
        )

    def _read_members(
        self, full: str, node: ast.ClassDef, leave: Function[[ast.stmt], None]
    ) -> Iterator[tuple[str, Member, Iterable[ast.expr]]]:
        body = without_docstring(node.body)
        for index, statement in enumerate(body):
            match statement:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    if _is_accessor(statement) or self._has_decorator(statement, "overload"):
                        leave(statement)
                    else:
                        yield name, self.read_callable(f"{full}.{name}", statement, owner=True), ()
                case ast.ClassDef(name=name):
                    yield name, self.read_class(f"{full}.{name}", statement), ()
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    member, also = self._read_attribute(f"{full}.{name}", statement, _field_doc(body, index))
                    yield name, member, also
                case ast.Pass() | ast.Expr(value=ast.Constant()):
                    pass
                case _ if not _assigns_docstring(statement):
                    leave(statement)

    def _read_attribute(
        self, full: str, node: ast.Assign | ast.AnnAssign, words: str
    ) -> tuple[Attribute, Iterable[ast.expr]]:
        annotation = node.annotation if isinstance(node, ast.AnnAssign) else None
        name = full.rpartition(".")[2]
        metadata = list(self._annotated_calls(annotation))
        given = self._field_arguments(node.value) | {
            key.arg: key.value for call in metadata for key in call.keywords if key.arg and key.arg != "default"
        }
        if "" in given:
            value = self._source_text(given.get("default", given.get("default_factory")))
        else:
            value = self._source_text(node.value)
        alias, description = given.get("alias"), given.get("description")
        found = Attribute(
            name=full,
            type=self.types.read(annotation),
            value="" if value == "..." else value,
            wire_name=alias.value if isinstance(alias, ast.Constant) and isinstance(alias.value, str) else name,
            documentation=words or (str(description.value) if isinstance(description, ast.Constant) else ""),
            file=self.module.file,
            line=node.lineno,
        )
        of_pydantic = [call for call in metadata if self.names.resolve_expression(self.module, call.func) in _FIELDS]
        return found, [*of_pydantic, *(inner for key, inner in given.items() if key and key not in _FIELD_OPTIONS)]

    def _field_arguments(self, value: ast.expr | None) -> dict[str, ast.expr]:
        """The arguments of a call like `pydantic.Field(...)`, with "" for the function; empty for another value."""
        if not isinstance(value, ast.Call) or self.names.resolve_expression(self.module, value.func) not in _FIELDS:
            return {}
        positional = {"default": value.args[0]} if value.args else {}
        return {"": value.func, **positional, **{key.arg: key.value for key in value.keywords if key.arg}}

    def _annotated_calls(self, annotation: ast.expr | None) -> Iterator[ast.Call]:
        """The calls in `Annotated[X, FieldMetadata(alias=...)]`."""
        match annotation:
            case ast.Subscript(value=origin, slice=ast.Tuple(elts=[_, *given])):
                if self.names.resolve_expression(self.module, origin) == "typing.Annotated":
                    yield from (call for call in given if isinstance(call, ast.Call))

    def read_callable(self, full: str, node: ast.FunctionDef | ast.AsyncFunctionDef, *, owner: bool) -> Callable:
        """A function, or the method of a class."""
        role = self._role(node) if owner else "function"
        arguments = list(self._read_arguments(node.args))
        if role not in {"function", "staticmethod"} and arguments and arguments[0].kind in {"positional", "either"}:
            arguments = arguments[1:]
        doc = docstring(node.body)
        return Callable(
            name=full,
            arguments=tuple(arguments),
            returns=self.types.read(node.returns),
            is_async=isinstance(node, ast.AsyncFunctionDef),
            role=role,
            body=self.module.body([node]),
            documentation=doc,
            deprecated=self._deprecation(node, doc),
            file=self.module.file,
            line=node.lineno,
        )

    def _read_arguments(self, given: ast.arguments) -> Iterator[Argument]:
        both: list[tuple[ast.arg, ArgumentKind]] = [(arg, "positional") for arg in given.posonlyargs]
        both += [(arg, "either") for arg in given.args]
        missing: list[ast.expr | None] = [None] * (len(both) - len(given.defaults))
        for (arg, kind), default in zip(both, [*missing, *given.defaults], strict=True):
            yield self._read_argument(arg, kind, default)
        if given.vararg:
            yield self._read_argument(given.vararg, "args")
        for arg, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            yield self._read_argument(arg, "keyword", default)
        if given.kwarg:
            yield self._read_argument(given.kwarg, "kwargs")

    def _read_argument(self, arg: ast.arg, kind: ArgumentKind, default: ast.expr | None = None) -> Argument:
        return Argument(arg.arg, kind, self.types.read(arg.annotation), self._source_text(default))

    def _role(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> Role:
        for decorator in node.decorator_list:
            name = self.names.resolve_expression(self.module, decorator)
            if name in _PROPERTIES:
                return "property"
            if name == "classmethod":
                return "classmethod"
            if name == "staticmethod":
                return "staticmethod"
        return "method"

    def _has_decorator(self, node: ast.FunctionDef | ast.AsyncFunctionDef, decorator: str) -> bool:
        found = (self.names.resolve_expression(self.module, decorator) for decorator in node.decorator_list)
        return any(name.rpartition(".")[2] == decorator for name in found)

    def _deprecation(self, node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef, doc: str) -> str:
        """The reason for a deprecation: from a decorator, an unconditional warning, or a docstring directive."""
        if not self._mentions_deprecation:
            return ""
        for decorator in node.decorator_list:
            made = decorator.func if isinstance(decorator, ast.Call) else decorator
            if self.names.resolve_expression(self.module, made).rpartition(".")[2] == "deprecated":
                return _first_string(decorator) or "deprecated"
        if not isinstance(node, ast.ClassDef):
            for statement in node.body:
                if isinstance(statement, ast.Expr) and _is_deprecation_warning(statement.value):
                    return _first_string(statement.value) or "deprecated"
        _, directive, words = doc.partition(".. deprecated::")
        return (words.strip().replace("\n", " ") or "deprecated") if directive else ""

    def _source_text(self, node: ast.expr | None) -> str:
        """The source of a value, without its layout unless it is long."""
        if node is None:
            return ""
        if isinstance(node, ast.Name):
            return node.id
        if isinstance(node, ast.Constant):
            return "..." if node.value is Ellipsis else repr(node.value)
        if (node.end_lineno or 0) - node.lineno > _LONG_VALUE_LINES:
            return self.module.text(node).decode("utf-8", "replace")
        return ast.unparse(node)


def _is_accessor(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether it is the setter or deleter of a property."""
    return any(
        isinstance(decorator, ast.Attribute) and decorator.attr in {"setter", "deleter"}
        for decorator in node.decorator_list
    )


def _field_doc(body: list[ast.stmt], index: int) -> str:
    following = body[index + 1] if index + 1 < len(body) else None
    match following:
        case ast.Expr(value=ast.Constant(value=str(words))):
            return "\n".join(line.strip() for line in words.strip().split("\n"))
    return ""


def _assigns_docstring(statement: ast.stmt) -> bool:
    """Whether it assigns a docstring: `list.__doc__ = ProjectsClient.list.__doc__`."""
    match statement:
        case ast.Assign(targets=[ast.Attribute(attr="__doc__")]) | ast.AugAssign(target=ast.Name(id="__doc__")):
            return True
    return False


def _is_deprecation_warning(call: ast.expr) -> bool:
    if not isinstance(call, ast.Call):
        return False
    function = call.func
    name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
    given = [*call.args, *(keyword.value for keyword in call.keywords)]
    return name == "warn" and any(
        (
            isinstance(argument, ast.Name)
            and argument.id in {"DeprecationWarning", "FutureWarning", "PendingDeprecationWarning"}
        )
        for argument in given
    )


def _first_string(call: ast.expr) -> str:
    first = call.args[0] if isinstance(call, ast.Call) and call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
