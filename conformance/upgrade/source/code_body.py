"""Code bodies: pieces of source, compared without docstrings, comments and layout.

Most files of two releases are identical, so a body is its source text, parsed only where two texts differ.
"""

from __future__ import annotations

import ast
import hashlib
import re
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

_DECLARED_DECORATORS = {
    "overload",
    "property",
    "classmethod",
    "staticmethod",
    "deprecated",
}  # the definition itself records these
_NAME = re.compile(r"\b(id|arg)='(\w+)'")


@dataclass(frozen=True, eq=False)
class CodeBody:
    """The source of statements or functions. Two bodies are equal where their syntax trees are.

    The name, signature and docstring of a function are not part of its body, nor the decorators that the definition
    records.
    """

    parts: tuple[bytes, ...] = ()

    @cached_property
    def code(self) -> str:
        """The syntax trees as text; the source itself where it cannot be parsed on its own."""
        return "\n".join(step for part in self.parts for step in _syntax_dumps(part))

    @cached_property
    def digest(self) -> str:
        """A short text that equal bodies share."""
        return hashlib.sha1(self.code.encode(), usedforsecurity=False).hexdigest()

    def renamed(self, names: Mapping[str, str]) -> str:
        """The code with variables and arguments renamed."""
        return _NAME.sub(lambda found: f"{found[1]}={names.get(found[2], found[2])!r}", self.code)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, CodeBody):
            return NotImplemented
        return self.parts == other.parts or self.code == other.code

    def __hash__(self) -> int:
        return hash(self.code)

    def __bool__(self) -> bool:
        return bool(self.parts)

    def __str__(self) -> str:
        return self.digest


def join_bodies(bodies: Iterable[CodeBody]) -> CodeBody:
    """Several bodies as one."""
    return CodeBody(tuple(part for body in bodies for part in body.parts))


def parse_source(source: bytes) -> ast.Module:
    """Parse without syntax warnings. Raises SyntaxError or ValueError: the source is not Python."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(source)


def _syntax_dumps(part: bytes) -> Iterator[str]:
    indented = part[:1] in b" \t"
    try:
        tree = parse_source(b"if 1:\n" + part if indented else part)
    except (SyntaxError, ValueError):
        yield repr(part)
        return
    statements = tree.body[0].body if indented and isinstance(tree.body[0], ast.If) else tree.body
    for statement in statements:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from (
                ast.dump(decorator) for decorator in statement.decorator_list if not _is_part_of_definition(decorator)
            )
            yield from (ast.dump(inner) for inner in without_docstring(statement.body))
        else:
            yield ast.dump(statement)


def _is_part_of_definition(decorator: ast.expr) -> bool:
    made = decorator.func if isinstance(decorator, ast.Call) else decorator
    name = made.attr if isinstance(made, ast.Attribute) else made.id if isinstance(made, ast.Name) else ""
    return name in _DECLARED_DECORATORS


def without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """The statements of a function, class or module after its docstring."""
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return body[1:]
    return body


def docstring(body: list[ast.stmt]) -> str:
    """The docstring without the indentation of its lines."""
    first = body[0] if body else None
    if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant) and isinstance(first.value.value, str):
        return "\n".join(line.strip() for line in first.value.value.strip().split("\n"))
    return ""
