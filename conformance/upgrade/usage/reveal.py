"""The types of single expressions, which a type checker shows for `reveal_type` around them in a copy of the file."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from conformance.upgrade.usage.result_use import statement_lines

_MODULES: Final = re.compile(r"\b(?:\w+\.)+(?=\w)")
_REVEALED: Final = re.compile(r'^Revealed type is "(.*)"$')
_MAX_TEXT: Final = 60


@dataclass(frozen=True, slots=True)
class Spot:
    """A name or attribute, by the line and the column (from 1) of its last step; with `call`, the call of it."""

    line: int
    column: int
    call: bool


@dataclass(slots=True)
class MarkedText:
    """A text in which expressions are revealed: by line, in their order there. `statements` are the lines around."""

    text: str
    expressions: dict[int, list[str]] = field(default_factory=dict)
    statements: dict[int, tuple[int, int]] = field(default_factory=dict)


def mark_spots(text: str, spots: Iterable[Spot]) -> MarkedText:
    """Reveal the types of the expressions that stand within one line."""
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    lines = text.split("\n")
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Attribute | ast.Name)]
    by_place: dict[tuple[int, int], ast.expr] = {_last_step(node, lines): node for node in names}
    found: dict[int, set[ast.expr]] = {}
    for spot in spots:
        node = by_place.get((spot.line, spot.column))
        if spot.call and node is not None and isinstance(call := parents.get(node), ast.Call) and call.func is node:
            node = call
        if node is not None and node.lineno == node.end_lineno and _is_read(node, parents):
            found.setdefault(node.lineno, set()).add(node)
    marked = MarkedText(text)
    for line, nodes in found.items():
        # in the order in which their marks stand in the line: of nested expressions the outer one comes first
        ordered = sorted(nodes, key=lambda node: (node.col_offset, -(node.end_col_offset or 0)))
        source = lines[line - 1].encode()
        marked.expressions[line] = [_shortened(source[n.col_offset : n.end_col_offset].decode()) for n in ordered]
        marked.statements[line] = statement_lines(ordered[0], parents)
        lines[line - 1] = _with_marks(source, ordered).decode()
    marked.text = "\n".join(lines)
    return marked


def _with_marks(source: bytes, ordered: list[ast.expr]) -> bytes:
    marks = [(node.end_col_offset or 0, 0, b")") for node in ordered]
    marks += [(node.col_offset, 1, b"reveal_type(") for node in ordered]
    for at, _, mark in sorted(marks, reverse=True):  # from the end, so that offsets stay valid
        source = source[:at] + mark + source[at:]
    return source


def shorten(message: str) -> str:
    """The revealed type without the names of modules."""
    found = _REVEALED.match(message)
    return "" if found is None else _MODULES.sub("", found[1])


def _last_step(node: ast.Attribute | ast.Name, lines: list[str]) -> tuple[int, int]:
    if isinstance(node, ast.Attribute):
        line, at = node.end_lineno or node.lineno, (node.end_col_offset or 0) - len(node.attr.encode())
    else:
        line, at = node.lineno, node.col_offset
    return line, len(lines[line - 1].encode()[:at].decode(errors="replace")) + 1


def _is_read(node: ast.expr, parents: dict[ast.AST, ast.AST]) -> bool:
    """It can be an argument: it is not assigned, imported, caught or a type."""
    if not isinstance(getattr(node, "ctx", ast.Load()), ast.Load):
        return False
    at: ast.AST = node
    while at in parents:
        parent = parents[at]
        match parent:
            case ast.arg() | ast.ExceptHandler() | ast.MatchClass() | ast.JoinedStr():
                return False
            case ast.AnnAssign(annotation=declared) if declared is at:
                return False
            case ast.FunctionDef(returns=declared) | ast.AsyncFunctionDef(returns=declared) if declared is at:
                return False
            case ast.ClassDef():
                return at in parent.body
            case ast.stmt():
                return not isinstance(parent, ast.Delete | ast.Import | ast.ImportFrom)
        at = parent
    return True


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[: _MAX_TEXT - 3]}..."
