"""One source file as a syntax tree, with the names that it binds."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

from conformance.upgrade.source.code_body import CodeBody, parse_source

_INNER_IMPORT = re.compile(rb"^[ \t]+(?:from|import)\s", re.MULTILINE)
_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")  # of statements
BindingNode = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef | ast.Assign | ast.AnnAssign


@dataclass
class ParsedFile:
    """The syntax tree of a file. `module` is its absolute dotted name.

    `bindings` are the names that it defines, `imports` the absolute names of those that it imports, `star_imports` the
    modules of its star imports, `field_docs` the strings that follow declarations. `other_code` holds the statements
    that bind nothing, the conditions of branches, and repeated definitions of a name.
    """

    file: str
    module: str
    source: bytes
    tree: ast.Module
    bindings: dict[str, BindingNode] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    star_imports: list[str] = field(default_factory=list)
    other_code: list[ast.stmt | ast.expr] = field(default_factory=list)
    field_docs: dict[str, str] = field(default_factory=dict)

    @cached_property
    def every_import(self) -> list[str]:
        """The absolute names of all imports, also of those inside of functions."""
        found = [*self.imports.values(), *self.star_imports]
        if _INNER_IMPORT.search(self.source):
            found += imports_in(self.tree, self.module, is_package=self.is_package)
        return found

    @cached_property
    def code(self) -> str:
        """The syntax tree as text, without strings that stand alone, such as docstrings."""
        texts: list[tuple[list[ast.stmt], list[ast.stmt]]] = []  # blocks, and their statements before
        todo: list[ast.AST] = [self.tree]
        while todo:
            node = todo.pop()
            for statements in (getattr(node, name, None) for name in _BLOCKS):
                if isinstance(statements, list):  # a lambda has a body, too
                    if any(map(_is_text, statements)):
                        texts.append((statements, [*statements]))
                        statements[:] = [statement for statement in statements if not _is_text(statement)]
                    todo.extend(statements)
        try:
            return ast.dump(self.tree)
        finally:
            for statements, before in texts:
                statements[:] = before

    @property
    def is_package(self) -> bool:
        """It is an `__init__.py`."""
        return self.file.endswith("/__init__.py")

    @cached_property
    def offsets(self) -> list[int]:
        """The offset of each line, in bytes."""
        return [0, *accumulate(map(len, self.source.splitlines(keepends=True)))]

    def text(self, node: ast.expr) -> bytes:
        """The source of an expression."""
        start = self.offsets[node.lineno - 1] + node.col_offset
        end = self.offsets[(node.end_lineno or node.lineno) - 1] + (node.end_col_offset or 0)
        return self.source[start:end]

    def lines(self, node: ast.stmt) -> bytes:
        """The source of a statement, decorators included."""
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        first = decorators[0].lineno if decorators else node.lineno
        return self.source[self.offsets[first - 1] : self.offsets[min(node.end_lineno or first, len(self.offsets) - 1)]]

    def body(self, nodes: Iterable[ast.stmt | ast.expr]) -> CodeBody:
        """Statements and expressions as one body, in order."""
        return CodeBody(tuple(self.lines(node) if isinstance(node, ast.stmt) else self.text(node) for node in nodes))

    @cached_property
    def exports(self) -> tuple[str, ...] | None:
        """`__all__` where it is a plain list; None otherwise."""
        node = self.bindings.get("__all__")
        if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(node.value, ast.List | ast.Tuple):
            items = (item.value for item in node.value.elts if isinstance(item, ast.Constant))
            return tuple(item for item in items if isinstance(item, str))
        return None


def parse_file(file: str, source: bytes) -> ParsedFile:
    """Parse a file, given its name in the wheel. Raises SyntaxError or ValueError: it is not Python."""
    module = file.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    parsed = ParsedFile(file, module, source, parse_source(source))
    _BindingScan(parsed).statements(parsed.tree.body)
    return parsed


@dataclass(frozen=True, slots=True)
class _BindingScan:
    """Collects the names that a module binds. The last binding wins, except in fallback branches (`else`, `except`)."""

    parsed: ParsedFile

    def statements(self, statements: Sequence[ast.stmt], *, second: bool = False) -> None:
        last = ""
        for statement in statements:
            last = self._statement(statement, last, second=second)

    def _statement(self, statement: ast.stmt, last: str, *, second: bool) -> str:
        match statement:
            case ast.Import():
                self._import(statement)
            case ast.ImportFrom():
                self._import_from(statement, second=second)
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                self._bind(name, statement, second=second)
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                self._bind(name, statement, second=second)
                return name
            case ast.If():
                if not _is_type_checking(statement.test):
                    self.parsed.other_code.append(statement.test)
                self.statements(statement.body, second=second)
                self.statements(statement.orelse, second=True)
            case ast.Try():
                self.statements([*statement.body, *statement.orelse, *statement.finalbody], second=second)
                for handler in statement.handlers:
                    self.statements(handler.body, second=True)
            case ast.Expr(value=ast.Constant(value=str(words))):
                self.parsed.field_docs.setdefault(last, words)
            case ast.Expr(value=ast.Constant()) | ast.Pass():
                pass
            case _:
                self.parsed.other_code.append(statement)
        return ""

    def _bind(self, name: str, statement: BindingNode, *, second: bool) -> None:
        parsed = self.parsed
        if second and (name in parsed.bindings or name in parsed.imports):
            parsed.other_code.append(statement)
            return
        if name in parsed.bindings:
            parsed.other_code.append(parsed.bindings[name])
        parsed.imports.pop(name, None)
        parsed.bindings[name] = statement

    def _import(self, statement: ast.Import) -> None:
        for alias in statement.names:
            if alias.asname:
                self.parsed.imports[alias.asname] = alias.name
            else:
                first = alias.name.partition(".")[0]
                self.parsed.imports[first] = first

    def _import_from(self, statement: ast.ImportFrom, *, second: bool) -> None:
        for name, target in imported_names(statement, self.parsed.module, is_package=self.parsed.is_package):
            if name == "*":
                self.parsed.star_imports.append(target.removesuffix(".*"))
            elif not (second and (name in self.parsed.imports or name in self.parsed.bindings)):
                self.parsed.imports[name] = target


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def imports_in(tree: ast.AST, module: str, *, is_package: bool) -> list[str]:
    """The absolute names of all imports in a syntax tree; a star import is the name of its module."""
    found: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            targets = (target for _, target in imported_names(node, module, is_package=is_package))
            found += [target.removesuffix(".*") for target in targets]
    return found


def imported_names(statement: ast.ImportFrom, module: str, *, is_package: bool) -> list[tuple[str, str]]:
    """The names that `from ... import` binds, each with the absolute name of its source."""
    base = statement.module or ""
    if statement.level:
        steps = module.split(".")
        kept = steps[: len(steps) - statement.level + is_package]
        base = ".".join([*kept, base]) if base else ".".join(kept)
    return [(alias.asname or alias.name, f"{base}.{alias.name}") for alias in statement.names]


def _is_type_checking(test: ast.expr) -> bool:
    return (isinstance(test, ast.Name) and test.id == "TYPE_CHECKING") or (
        isinstance(test, ast.Attribute) and test.attr == "TYPE_CHECKING"
    )
