"""The uses of the result of a call, or of a caught exception, in the code around it."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

# "other": returned, stored in an attribute, passed to a function, tested
ResultContext = Literal["iterated", "indexed", "called", "text", "other"]

_ITERATING: Final = {
    "all", "any", "dict", "enumerate", "filter", "frozenset", "iter", "list", "map", "max", "min", "next", "set",
    "sorted", "sum", "tuple", "zip", "extend", "join", "update",
}  # fmt: skip
_SCOPES: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef, ast.Module)


@dataclass(frozen=True, slots=True)
class ResultUse:
    """The uses of a value: the attributes that are read from it, with their lines, and all others.

    An ignored value has neither.
    """

    reads: tuple[tuple[str, int], ...] = ()
    contexts: tuple[ResultContext, ...] = ()


def result_use(node: ast.expr, parents: Mapping[ast.AST, ast.AST]) -> ResultUse:
    """The uses of the value of an expression, also through a local variable that holds it."""
    reads: dict[tuple[str, int], None] = {}
    contexts: dict[ResultContext, None] = {}
    for attribute, context in _uses(node, parents, follow=True):
        if attribute is not None:
            reads[attribute.attr, _attribute_line(attribute)] = None
        if context:
            contexts[context] = None
    return ResultUse(tuple(sorted(reads)), tuple(sorted(contexts)))


def exception_use(handler: ast.ExceptHandler, parents: Mapping[ast.AST, ast.AST]) -> ResultUse:
    """The uses of an exception in its handler. Its `text` is used where it is used as a whole, but not to raise it."""
    reads, whole = set(), False
    for node in (inner for statement in handler.body for inner in ast.walk(statement)):
        if isinstance(node, ast.Name) and node.id == handler.name:
            parent = parents.get(node)
            if isinstance(parent, ast.Attribute):
                reads.add((parent.attr, _attribute_line(parent)))
            elif not isinstance(parent, ast.Raise):
                whole = True
    return ResultUse(tuple(sorted(reads)), ("text",) if whole else ())


def _attribute_line(node: ast.Attribute) -> int:
    """The line of the attribute's name."""
    return node.end_lineno or node.lineno


def statement_lines(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> tuple[int, int]:
    """The first and the last line of the statement around a node; of a compound statement, those of its head."""
    while not isinstance(node, ast.stmt | ast.ExceptHandler) and node in parents:
        node = parents[node]
    first = getattr(node, "lineno", 1)
    last = getattr(node, "end_lineno", None) or first
    body = getattr(node, "body", None)
    if isinstance(body, list) and body:
        last = max(first, min(last, body[0].lineno - 1))
    return first, last


def _uses(
    node: ast.expr, parents: Mapping[ast.AST, ast.AST], *, follow: bool
) -> Iterator[tuple[ast.Attribute | None, ResultContext | None]]:
    parent = parents.get(node)
    match parent:
        case ast.Expr():
            return
        case ast.Await():
            yield from _uses(parent, parents, follow=follow)
        case ast.Attribute():
            yield parent, None
        case ast.For(iter=items) | ast.AsyncFor(iter=items) | ast.comprehension(iter=items) if items is node:
            yield None, "iterated"
        case ast.Starred() | ast.YieldFrom():
            yield None, "iterated"
        case ast.Subscript(value=value) if value is node:
            yield None, "indexed"
        case ast.Call(func=func) if func is node:
            yield None, "called"
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)) if name in _ITERATING:
            yield None, "iterated"
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)) if follow:
            yield from _variable_uses(name, node, parents)
        case ast.NamedExpr(target=ast.Name(id=name)) if follow:
            yield from _uses(parent, parents, follow=False)
            yield from _variable_uses(name, node, parents)
        case ast.FormattedValue():
            yield None, "text"
        case _:
            yield None, "other"


def _variable_uses(
    name: str, node: ast.AST, parents: Mapping[ast.AST, ast.AST]
) -> Iterator[tuple[ast.Attribute | None, ResultContext | None]]:
    """The uses of a local variable. One of a module or class can be read anywhere."""
    scope = node
    while scope in parents and not isinstance(scope, _SCOPES):
        scope = parents[scope]
    if not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef):
        yield None, "other"
    for inner in ast.walk(scope):
        if isinstance(inner, ast.Name) and inner.id == name and isinstance(inner.ctx, ast.Load):
            yield from _uses(inner, parents, follow=False)
