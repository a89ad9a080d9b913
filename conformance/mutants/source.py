"""One source file of an SDK, parsed, with the edits of faults: the rest of the file stays as it is."""

from __future__ import annotations

import ast
import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Final, Literal

Area = Literal["operation", "model", "core", "helper"]
AREAS: Final = ("operation", "model", "core", "helper")
FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef
_PLACED: Final = (ast.expr, ast.stmt, ast.keyword, ast.arg, ast.excepthandler)
_VERBS: Final = frozenset({"_get", "_post", "_put", "_patch", "_delete", "_get_api_list"})  # of generated methods
_ENUMS: Final = re.compile(r"\b\w*(Enum|Flag)\b")
_CORE: Final = re.compile(r"(^|/)(core/|_[a-z0-9]\w*(/|\.py$))")
_CLIENTS: Final = re.compile(r"^[^/]+/\w*client\w*\.py$")  # of the package's own folder


@dataclass(frozen=True, slots=True)
class Edit:
    """One replacement: the characters from `start` to `end` become `text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """The function that a node is in: its class, its name, and the node of the outermost function, None outside."""

    owner: str
    name: str
    function: FunctionNode | None

    @property
    def qualified(self) -> str:
        """`Class.function`, as tracebacks name it."""
        return ".".join(filter(None, (self.owner, self.name)))


class Source:
    """A parsed file. `path` begins with the folder of the package. Raises SyntaxError for what is not Python."""

    def __init__(self, path: str, text: str) -> None:
        self.path, self.text = path, text
        self.tree = ast.parse(text)
        self._lines = text.encode().splitlines(keepends=True)
        self._starts = list(accumulate((len(line.decode()) for line in self._lines), initial=0))

    def span(self, node: ast.AST) -> tuple[int, int]:
        """The first character of a node, and the one behind it."""
        assert isinstance(node, _PLACED)  # noqa: S101  # others have no place in the text
        start = self._offset(node.lineno, node.col_offset)
        return start, self._offset(node.end_lineno or node.lineno, node.end_col_offset or 0)

    def of(self, node: ast.AST) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end]

    def line_at(self, offset: int) -> int:
        """The number of a character's line."""
        return bisect_right(self._starts, offset)

    def column_at(self, offset: int) -> int:
        """The column of a character, from 0."""
        return offset - self._starts[self.line_at(offset) - 1]

    def _offset(self, line: int, column: int) -> int:
        return self._starts[line - 1] + len(self._lines[line - 1][:column].decode())

    # -- edits

    def replace(self, node: ast.AST, text: str) -> Edit:
        """The node becomes another text."""
        return Edit(*self.span(node), text)

    def drop(self, node: ast.AST, last: ast.AST | None = None) -> Edit:
        """An item of a list of items is removed with its comma; it ends with `last`, where that is another node."""
        start, end = self.span(node)[0], self.span(last or node)[1]
        if behind := re.compile(r"\s*,[ ]*").match(self.text, end):
            return Edit(start, behind.end(), "")
        before = re.compile(r",\s*$").search(self.text, 0, start)
        return Edit(before.start() if before else start, end, "")

    def insert(self, offset: int, text: str) -> Edit:
        """A text is added."""
        return Edit(offset, offset, text)

    def indentation(self, node: ast.stmt) -> str:
        """The white space in front of a statement."""
        return " " * node.col_offset

    # -- where nodes are

    @cached_property
    def nodes(self) -> tuple[tuple[ast.AST, Area, Scope], ...]:
        """Every node in which a fault can be, in the order of the file, with its area and its function."""
        return tuple(self._walk(self.tree, Scope("", "", None)))

    def _walk(self, node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Area, Scope]]:
        for child in ast.iter_child_nodes(node):
            if _is_ignored(child):
                continue
            inner = scope
            if isinstance(child, ast.ClassDef) and scope.function is None:
                inner = Scope(".".join(filter(None, (scope.owner, child.name))), "", None)
            elif isinstance(child, FunctionNode) and scope.function is None:
                inner = Scope(scope.owner, child.name, child)
            area = self._area(child, inner)
            if area in {"core", "helper"} and inner.function is not None and _is_annotation(child, node):
                continue  # nothing reads it while the program runs
            if area is not None:
                yield child, area, inner
            yield from self._walk(child, inner)

    def _area(self, node: ast.AST, scope: Scope) -> Area | None:
        if scope.function is None:
            in_model = scope.owner in self.models or (not self.is_core and isinstance(node, ast.Subscript))
            return "model" if in_model else "core" if self.is_core else None
        if scope.function in self.senders:
            return "operation"
        return "core" if self.is_core else "helper"

    @cached_property
    def is_core(self) -> bool:
        """Whether the file belongs to what all operations share."""
        inside = self.path.partition("/")[2]
        return (bool(_CORE.search(inside)) and "_legacy" not in inside and "_extensions" not in inside) or (
            bool(_CLIENTS.match(self.path))
        )

    @cached_property
    def senders(self) -> frozenset[FunctionNode]:
        """The functions that send a request of their own, outside of the shared client."""
        if self.is_core and not _CLIENTS.match(self.path):
            return frozenset()
        found = (node for node in ast.walk(self.tree) if isinstance(node, FunctionNode))
        return frozenset(node for node in found if any(map(is_request, ast.walk(node))))

    @cached_property
    def models(self) -> frozenset[str]:
        """The classes that declare fields or members."""
        return frozenset(
            node.name
            for node in ast.walk(self.tree)
            if isinstance(node, ast.ClassDef)
            and not self.is_core
            and node.bases
            and any(isinstance(part, ast.AnnAssign) or _ENUMS.search(self.of(node.bases[-1])) for part in node.body)
        )

    def statement_at(self, line: int) -> int:
        """The first line of the innermost statement that a line is in."""
        return self._statements.get(line, line)

    @cached_property
    def _statements(self) -> Mapping[int, int]:
        """The first line of the innermost statement of each line; a compound one ends above its body."""
        found: dict[int, int] = {}
        for node in ast.walk(self.tree):  # outer ones come first
            if isinstance(node, ast.stmt):
                found.update(dict.fromkeys(range(node.lineno, _last_line(node) + 1), node.lineno))
        return found


def is_request(node: ast.AST) -> bool:
    """Whether a node is a call that sends the request of an operation."""
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
        return False
    if node.func.attr in _VERBS:
        return bool(node.args)
    return any(keyword.arg == "method" and isinstance(keyword.value, ast.Constant) for keyword in node.keywords)


def _last_line(node: ast.stmt) -> int:
    body = getattr(node, "body", None)
    return max(node.lineno, body[0].lineno - 1) if body else node.end_lineno or node.lineno


def _is_annotation(node: ast.AST, parent: ast.AST) -> bool:
    return node in {getattr(parent, "annotation", None), getattr(parent, "returns", None)}


def _is_ignored(node: ast.AST) -> bool:
    """Docstrings, imports, and what only type checkers read: a fault in them is none."""
    if isinstance(node, ast.Import | ast.ImportFrom):
        return True
    if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
        return True
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
