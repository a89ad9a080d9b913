"""Lets inference know the parameter of a lambda that is applied to items: `sorted(projects, key=lambda p: p.title)`.

Behind the statement a comprehension with the same body is added, `; [p.title for p in (projects)]`, in which the types
of items are inferred. Nothing before it moves, so positions outside lambdas stay valid.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

_KEYED: Final = {"sorted", "max", "min", "groupby", "nlargest", "nsmallest"}
_APPLIED: Final = {"map", "filter", "filterfalse", "takewhile", "dropwhile"}
_COMPOUND: Final = (
    ast.For, ast.AsyncFor, ast.While, ast.If, ast.With, ast.AsyncWith, ast.Try, ast.FunctionDef,
    ast.AsyncFunctionDef, ast.ClassDef,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Redirect:
    """The body of a lambda, in one line, and the start of its copy. Columns count from 0."""

    line: int
    start: int
    end: int
    to_line: int
    to_start: int


def with_lambda_items(text: str) -> tuple[str, tuple[Redirect, ...]]:
    """The text with the added comprehensions, and where the bodies of lambdas are repeated."""
    tree = ast.parse(text)
    lines = text.split("\n")
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    added: dict[ast.stmt, str] = {}
    redirects = []
    for function, items in _applied_lambdas(tree):
        body = function.body
        place = _statement_after(function, parents)
        if place is None or not _is_last(place, lines) or not all(_is_plain(node, lines) for node in (body, items)):
            continue
        before = f"{added.get(place, '')}; ["
        last, at = place.end_lineno or place.lineno, (place.end_col_offset or 0) + len(before)
        redirects.append(Redirect(body.lineno, body.col_offset, body.end_col_offset or 0, last, at))
        name, inside, over = function.args.args[0].arg, _segment(body, lines), _segment(items, lines)
        added[place] = f"{before}{inside} for {name} in ({over})]"
    for place, more in added.items():
        last, at = (place.end_lineno or place.lineno) - 1, place.end_col_offset or 0
        lines[last] = lines[last][:at] + more + lines[last][at:]
    return "\n".join(lines), tuple(redirects)


def redirected(line: int, column: int, redirects: tuple[Redirect, ...]) -> tuple[int, int]:
    """The position in a copy of a lambda's body; the same position outside lambdas."""
    for redirect in redirects:
        if redirect.line == line and redirect.start <= column < redirect.end:
            return redirect.to_line, redirect.to_start + column - redirect.start
    return line, column


def _applied_lambdas(tree: ast.Module) -> Iterator[tuple[ast.Lambda, ast.expr]]:
    """The lambdas with one parameter that are applied to items, and the items."""
    for call in ast.walk(tree):
        if not isinstance(call, ast.Call):
            continue
        name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
        keys = [keyword.value for keyword in call.keywords if keyword.arg == "key"]
        found: tuple[ast.expr | None, ast.expr] | None = None
        if name in _KEYED and call.args:
            found = (keys[0] if keys else call.args[1] if len(call.args) > 1 else None, call.args[-1 if keys else 0])
        elif name == "sort" and isinstance(call.func, ast.Attribute) and keys:
            found = (keys[0], call.func.value)
        elif name in _APPLIED and len(call.args) == 2:
            found = (call.args[0], call.args[1])
        if found is not None and isinstance(found[0], ast.Lambda) and len(found[0].args.args) == 1:
            yield found[0], found[1]


def _statement_after(node: ast.AST, parents: Mapping[ast.AST, ast.AST]) -> ast.stmt | None:
    """The simple statement behind which code can be added: that of a node, or the first inside a compound one."""
    while not isinstance(node, ast.stmt):
        if isinstance(node, ast.Lambda) and isinstance(parents.get(node), ast.Lambda):
            return None
        node = parents[node]
    while isinstance(node, _COMPOUND):
        node = node.body[0]
    return None if isinstance(node, ast.Match) else node


def _is_last(statement: ast.stmt, lines: list[str]) -> bool:
    """Nothing but a comment follows the statement in its line."""
    line = lines[(statement.end_lineno or statement.lineno) - 1]
    rest = line[statement.end_col_offset or 0 :].strip() if line.isascii() else "not plain"
    return not rest or rest.startswith("#")


def _is_plain(node: ast.expr, lines: list[str]) -> bool:
    """It stands in one line, in which bytes are characters."""
    return node.lineno == node.end_lineno and lines[node.lineno - 1].isascii()


def _segment(node: ast.expr, lines: list[str]) -> str:
    return lines[node.lineno - 1][node.col_offset : node.end_col_offset]
