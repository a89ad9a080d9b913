"""Small functions about one node, with which the declarations of kinds are written."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from conformance.mutants.source import Edit, Scope, Source, is_request

_COMMON: Final = frozenset({"self", "request_options", "extra_headers", "extra_query", "timeout"})
VERBS: Final = {"GET": "POST", "POST": "PUT", "PUT": "PATCH", "PATCH": "PUT", "DELETE": "GET", "HEAD": "GET"}


def keyword_of(node: ast.AST, name: str) -> ast.keyword | None:
    """The keyword argument of a call with that name, None where it has none or is no call."""
    keywords = node.keywords if isinstance(node, ast.Call) else ()
    return next((keyword for keyword in keywords if keyword.arg == name), None)


def request_part(node: ast.AST, *names: str) -> ast.expr | None:
    """The value of the first of these keyword arguments of a call that sends a request."""
    found = (keyword_of(node, name) for name in names) if is_request(node) else ()
    return next((keyword.value for keyword in found if keyword is not None), None)


def request_path(node: ast.AST) -> ast.expr | None:
    """The path of a call that sends a request."""
    if not is_request(node) or not isinstance(node, ast.Call):
        return None
    return node.args[0] if node.args else request_part(node, "path", "url")


def sent_entries(node: ast.AST, *names: str) -> Iterator[tuple[ast.Constant, ast.expr]]:
    """The named entries of a dictionary that a call sends as its query, body, headers or files."""
    value = request_part(node, *names)
    yield from entries(value) if value is not None else ()


def entries(node: ast.AST) -> Iterator[tuple[ast.Constant, ast.expr]]:
    """The entries of a dictionary whose keys are texts."""
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield key, value


def swapped(source: Source, first: ast.expr, second: ast.expr) -> Edit:
    """Two expressions change places."""
    (start, middle), (behind, end) = source.span(first), source.span(second)
    return Edit(start, end, source.of(second) + source.text[middle:behind] + source.of(first))


def neighbours(values: Sequence[ast.expr]) -> Iterator[tuple[ast.expr, ast.expr]]:
    """Each expression with the next one."""
    return pairwise(values)


def formatted(node: ast.expr | None) -> list[ast.expr]:
    """The expressions in an f-string."""
    values = node.values if isinstance(node, ast.JoinedStr) else ()
    return [value.value for value in values if isinstance(value, ast.FormattedValue)]


def parameters(scope: Scope) -> list[str]:
    """The names of a function's own arguments, without `self` and those that every operation has."""
    if scope.function is None:
        return []
    arguments = scope.function.args
    names = [argument.arg for argument in (*arguments.args, *arguments.kwonlyargs)]
    return [name for name in names if name not in _COMMON]


def is_number(node: ast.AST) -> bool:
    """Whether a node is a number in the source."""
    return isinstance(node, ast.Constant) and type(node.value) in {int, float}


def is_text(node: ast.AST) -> bool:
    """Whether a node is a text in the source."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(node.value)


def about(source: Source, scope: Scope, *words: str) -> bool:
    """Whether a function is about something: one of the words is in its name or in its file's."""
    names = f"{source.path.rpartition('/')[2]} {scope.qualified}".lower()
    return any(word in names for word in words)


def called(node: ast.AST) -> str:
    """The name of what a call calls, "" for anything else."""
    function = node.func if isinstance(node, ast.Call) else None
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""
