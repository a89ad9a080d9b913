"""Expressions that cannot be values of the SDK, by syntax: inferring them would only take time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

_BUILTINS: Final = {
    "abs", "all", "any", "bool", "bytearray", "bytes", "chr", "complex", "dict", "float", "format", "frozenset", "hash",
    "hex", "input", "int", "len", "list", "open", "ord", "print", "range", "repr", "round", "set", "sorted", "str",
    "sum", "tuple",
}  # fmt: skip
# Modules whose functions never return their arguments.
_MODULES: Final = {
    "argparse", "base64", "csv", "datetime", "decimal", "hashlib", "html", "io", "json", "logging", "math", "os",
    "pathlib", "platform", "re", "secrets", "shutil", "signal", "socket", "sqlite3", "statistics", "string", "struct",
    "subprocess", "sys", "tempfile", "textwrap", "threading", "time", "traceback", "urllib", "uuid", "warnings",
    "zipfile", "numpy", "pandas", "requests", "httpx", "yaml", "tqdm", "PIL", "cv2", "torch", "boto3", "sqlalchemy",
    "django",
}  # fmt: skip
_NOTHING: Final = ast.Constant(None)
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)


@dataclass(frozen=True)
class Prefilter:
    """Judges the expressions of one file. `values` are those that each scope binds to a name; None is an unknown value.

    `referenced` are the names that occur in any of the user's files. A function that is not among them has no caller,
    so nothing can be inferred about its parameters.
    """

    parents: dict[ast.AST, ast.AST]
    imports: dict[str, str]
    referenced: frozenset[str]
    values: dict[tuple[ast.AST, str], list[ast.expr | None]] = field(default_factory=dict)
    _cache: dict[tuple[ast.AST, str, bool], bool] = field(default_factory=dict)

    @classmethod
    def of(
        cls, tree: ast.Module, parents: dict[ast.AST, ast.AST], imports: dict[str, str], referred: frozenset[str]
    ) -> Prefilter:
        """Scan a tree once."""
        made = cls(parents, imports, referred)
        for node in ast.walk(tree):
            for name, value in _bindings(node):
                given = made._default_value(node) if isinstance(node, ast.arg) and made._is_uncalled(node) else value
                made.values.setdefault((made._enclosing_scope(node), name), []).append(given)
        return made

    def _enclosing_scope(self, node: ast.AST) -> ast.AST:
        at = self.parents.get(node, node)
        while not isinstance(at, _SCOPES):
            at = self.parents[at]
        return at

    def _is_uncalled(self, parameter: ast.arg) -> bool:
        scope = self._enclosing_scope(parameter)
        if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef) or parameter.annotation is not None:
            return isinstance(parameter.annotation, ast.Name) and parameter.annotation.id in _BUILTINS
        is_method = isinstance(self.parents[scope], ast.ClassDef)
        return not (scope.decorator_list or is_method or scope.name in self.referenced or scope.name.startswith("test"))

    def _default_value(self, parameter: ast.arg) -> ast.expr:
        arguments = self.parents[parameter]
        if not isinstance(arguments, ast.arguments):
            return _NOTHING
        in_order = [*arguments.posonlyargs, *arguments.args]
        defaults = dict(zip(reversed(in_order), reversed(arguments.defaults), strict=False))
        defaults |= {
            argument: default
            for argument, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
            if default
        }
        return defaults.get(parameter, _NOTHING)

    def fixture_parameter(self, node: ast.expr) -> ast.AST | None:
        """The parameter at the root of an expression that pytest passes as a fixture."""
        root = _root_expression(node)
        scope = self._enclosing_scope(node)
        if not isinstance(root, ast.Name) or not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
            return None
        decorated = any("fixture" in ast.dump(decorator) for decorator in scope.decorator_list)
        if not (decorated or scope.name.startswith("test")):
            return None
        return next(
            (argument for argument in scope.args.args if argument.arg == root.id and argument.annotation is None), None
        )

    def is_inert(self, node: ast.expr) -> bool:
        """No attribute of this expression belongs to the SDK."""
        root = _root_expression(node)
        if root is not node and isinstance(root, ast.Name) and self._all_values_inert(root, dead=True):
            return True
        match node:
            case ast.Constant() | ast.JoinedStr() | ast.Dict() | ast.List() | ast.Set() | ast.Tuple() | ast.Compare():
                return True
            case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.BinOp() | ast.GeneratorExp():
                return True
            case ast.BoolOp(values=values):
                return all(self.is_inert(value) for value in values)
            case ast.IfExp(body=body, orelse=other):
                return self.is_inert(body) and self.is_inert(other)
            case ast.Call(func=ast.Name(id=name)) if name in _BUILTINS and name not in self.imports:
                return True
            case ast.Call(func=ast.Attribute(value=base)) | ast.Attribute(value=base):
                return self._is_of_module(base)
            case ast.Call(func=ast.Name() as base):
                return self._is_of_module(base)
            case ast.Name():
                return self._is_of_module(node) or self._all_values_inert(node, dead=False)
        return False

    def _is_of_module(self, node: ast.expr) -> bool:
        while isinstance(node, ast.Attribute):
            node = node.value
        return isinstance(node, ast.Name) and self.imports.get(node.id, "").partition(".")[0] in _MODULES

    def _all_values_inert(self, node: ast.Name, *, dead: bool) -> bool:
        """All values that a name can have are inert; with `dead`, so is everything reached through them."""
        scope = self._enclosing_scope(node)
        while (scope, node.id) not in self.values:
            if scope not in self.parents:
                return False
            scope = self._enclosing_scope(scope)
        key = (scope, node.id, dead)
        if key not in self._cache:
            self._cache[key] = False  # ends circular definitions
            judge = self._is_dead if dead else self.is_inert
            self._cache[key] = all(value is not None and judge(value) for value in self.values[key[:2]])
        return self._cache[key]

    def _is_dead(self, node: ast.expr) -> bool:
        root = _root_expression(node)
        return isinstance(root, ast.Constant) or (
            isinstance(root, ast.Name) and self._all_values_inert(root, dead=True)
        )


def _root_expression(node: ast.expr) -> ast.expr:
    while True:
        match node:
            case ast.Attribute(value=inside) | ast.Subscript(value=inside) | ast.Starred(value=inside):
                node = inside
            case ast.Call(func=ast.Attribute(value=inside)):
                node = inside
            case _:
                return node


def _bindings(node: ast.AST) -> Iterator[tuple[str, ast.expr | None]]:
    """The names that a node binds, each with its value."""
    match node:
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                yield from ((name, value if isinstance(target, ast.Name) else None) for name in _target_names(target))
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name, None
        case ast.NamedExpr(target=ast.Name(id=name), value=value):
            yield name, value
        case ast.For(target=target, iter=items) | ast.comprehension(target=target, iter=items):
            yield from ((name, ast.Starred(items)) for name in _target_names(target))
        case ast.AsyncFor(target=target):
            yield from ((name, None) for name in _target_names(target))
        case ast.withitem(optional_vars=ast.expr() as target):
            yield from ((name, None) for name in _target_names(target))
        case ast.arg(arg=name):
            yield name, None
        case ast.ExceptHandler(name=str(name)):
            yield name, None
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            yield from ((alias.asname or alias.name.partition(".")[0], None) for alias in names)
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from ((name, None) for name in names)
        case ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
            yield name, None
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name, None


def _target_names(target: ast.expr) -> Iterator[str]:
    yield from (inner.id for inner in ast.walk(target) if isinstance(inner, ast.Name))
