"""The code that the oldest supported Python runs, as a syntax tree.

Dropped are the branches of a condition on `sys.version_info` that another version takes, the first attempt where an
import error leads to another one, code for type checkers, and annotations that are never evaluated. What stays is
evaluated: by Python when it runs the code, or by pydantic, which evaluates the annotations of models even if they are
text.
"""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

_FALLBACKS: Final = {"ImportError", "ModuleNotFoundError", "AttributeError"}
_ENDS: Final = (ast.Return, ast.Raise, ast.Continue, ast.Break)
_COMPARISONS: Final[dict[type[ast.cmpop], Callable[[object, object], bool]]] = {
    ast.GtE: operator.ge,  # type: ignore[dict-item]
    ast.Gt: operator.gt,  # type: ignore[dict-item]
    ast.Lt: operator.lt,  # type: ignore[dict-item]
    ast.LtE: operator.le,  # type: ignore[dict-item]
}
Version = tuple[int, int]


def oldest_code(tree: ast.Module, oldest: Version, models: frozenset[str]) -> ast.Module:
    """The statements that Python `oldest` runs. `models` are the names of the file's classes that pydantic evaluates.

    The tree is changed.
    """
    flags = dict(_version_flags(tree, oldest))
    deferred = any(
        isinstance(statement, ast.ImportFrom)
        and statement.module == "__future__"
        and any(alias.name == "annotations" for alias in statement.names)
        for statement in tree.body
    )
    code = _Code(oldest, flags)
    tree.body = code.block(tree.body)
    _Annotations(deferred=deferred, models=models).visit(tree)
    return ast.fix_missing_locations(tree)


def _version_flags(tree: ast.Module, oldest: Version) -> Iterator[tuple[str, bool]]:
    """Constants of the module that hold a comparison with the version: `PY310 = sys.version_info >= (3, 10)`."""
    for statement in tree.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                truth = _Code(oldest, {}).truth(value)
                if truth is not None:
                    yield name, truth


@dataclass(frozen=True)
class _Code(ast.NodeTransformer):
    """Drops the code that the oldest version does not run."""

    oldest: Version
    flags: dict[str, bool] = field(default_factory=dict)

    def block(self, statements: Sequence[ast.stmt]) -> list[ast.stmt]:
        """The statements that are run, up to one that always ends the block."""
        kept: list[ast.stmt] = []
        for statement in statements:
            found = self.visit(statement)
            kept += found if isinstance(found, list) else [found]
            if isinstance(statement, ast.If) and kept and isinstance(kept[-1], _ENDS):
                break  # `if sys.version_info < (3, 10): return ...`: the rest is for newer ones
        return kept

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name in ("body", "orelse", "finalbody"):
            statements = getattr(node, name, None)
            if isinstance(statements, list) and not isinstance(node, ast.Module):
                setattr(node, name, self.block(statements) or ([ast.Pass()] if name == "body" else []))
        for name, value in ast.iter_fields(node):
            if name in {"body", "orelse", "finalbody"} and isinstance(value, list):
                continue
            if isinstance(value, list):
                setattr(node, name, [self.visit(item) if isinstance(item, ast.AST) else item for item in value])
            elif isinstance(value, ast.AST):
                setattr(node, name, self.visit(value))
        return node

    def visit_If(self, node: ast.If) -> list[ast.stmt] | ast.AST:
        if _is_type_checking(node.test):
            return self.block(node.orelse)
        truth = self.truth(node.test)
        if truth is not None:
            return self.block(node.body if truth else node.orelse)
        if self._depends_on_features(node.test):
            return []
        return self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> ast.AST:
        truth = self.truth(node.test)
        if truth is None:
            return ast.Constant(None) if self._depends_on_features(node.test) else self.generic_visit(node)
        chosen: ast.AST = self.visit(node.body if truth else node.orelse)
        return chosen

    def visit_Try(self, node: ast.Try) -> list[ast.stmt] | ast.AST:
        fallbacks = [handler for handler in node.handlers if _is_fallback(handler, node.body)]
        if not fallbacks:
            return self.generic_visit(node)
        statements = [statement for handler in fallbacks for statement in handler.body]
        return self.block([*statements, *node.finalbody])

    def truth(self, test: ast.expr) -> bool | None:
        """The value of a condition on the version for the oldest one; None for other conditions."""
        match test:
            case ast.Name(id=name):
                return self.flags.get(name)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                truth = self.truth(operand)
                return None if truth is None else not truth
            case ast.BoolOp(op=op, values=values):
                truths = [self.truth(value) for value in values]
                decisive = isinstance(op, ast.Or)
                if decisive in truths:
                    return decisive
                return None if None in truths else not decisive
            case ast.Compare(left=left, ops=[op], comparators=[ast.Tuple(elts=elements)]) if _is_version_info(left):
                given = tuple(element.value for element in elements if isinstance(element, ast.Constant))
                compare = _COMPARISONS.get(type(op))
                if compare is not None and all(isinstance(number, int) for number in given):
                    return compare((*self.oldest, 0, "final", 0)[: max(len(given), 3)], given)
        return None

    def _depends_on_features(self, test: ast.expr) -> bool:
        """The condition depends on the version in a way that cannot be decided, or on whether a feature exists."""
        return any(
            _is_version_info(node) or (isinstance(node, ast.Name) and (node.id in self.flags or node.id == "hasattr"))
            for node in ast.walk(test)
        )


def _is_version_info(node: ast.AST) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in {"version_info", "hexversion"}) or (
        isinstance(node, ast.Name) and node.id == "version_info"
    )


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )


def _is_fallback(handler: ast.ExceptHandler, body: Sequence[ast.stmt]) -> bool:
    """Whether a handler is for a name that does not exist. One for every exception is, if only imports are tried."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    names = {kind.id for kind in kinds if isinstance(kind, ast.Name)}
    every = handler.type is None or bool(names & {"Exception", "BaseException"})
    return bool(names & _FALLBACKS) or (every and all(isinstance(node, ast.Import | ast.ImportFrom) for node in body))


@dataclass
class _Annotations(ast.NodeTransformer):
    """Replaces the annotations that are never evaluated, and reads those that are text in models."""

    deferred: bool
    models: frozenset[str]
    _in_function: bool = False
    _in_model: bool = False

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        was = self._in_function, self._in_model
        self._in_function, self._in_model = False, not self._in_function and node.name in self.models
        self.generic_visit(node)
        self._in_function, self._in_model = was
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._function(node)

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self._function(node)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.AST:
        if self.deferred:
            node.returns = None
            for argument in ast.walk(node.args):
                if isinstance(argument, ast.arg):
                    argument.annotation = None
        was = self._in_function, self._in_model
        self._in_function, self._in_model = True, False
        self.generic_visit(node)
        self._in_function, self._in_model = was
        return node

    def visit_AnnAssign(self, node: ast.AnnAssign) -> ast.AST:
        if self._in_model:
            node.annotation = _Quoted().visit(node.annotation)
        elif self._in_function or self.deferred:
            node.annotation = ast.Name("object", ast.Load())
        return self.generic_visit(node)


class _Quoted(ast.NodeTransformer):
    """Reads the quoted parts of an annotation."""

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if not isinstance(node.value, str):
            return node
        try:
            read = ast.parse(node.value.strip(), mode="eval").body
        except (SyntaxError, ValueError):
            return node
        for inner in ast.walk(read):
            if isinstance(inner, ast.expr):
                ast.copy_location(inner, node)
        return read

    def visit_Subscript(self, node: ast.Subscript) -> ast.AST:
        name = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
        return node if name == "Literal" else self.generic_visit(node)
