"""The expressions that put arguments into the paths of requests, as the source of operations has them."""

from __future__ import annotations

import ast
import inspect
import linecache
import re
import textwrap
from collections.abc import Iterator
from types import CodeType
from typing import Final

VALUE: Final = "value"  # the name of the argument in an expression: the same for every operation


def path_expressions(code: CodeType, argument: str) -> Iterator[tuple[int, str]]:
    """The line and the text of every expression in a formatted text that has the argument."""
    source = _source(code)
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FormattedValue):
            names = [inner for inner in ast.walk(node.value) if isinstance(inner, ast.Name) and inner.id == argument]
            for name in names:
                name.id = VALUE
            if names:
                yield code.co_firstlineno + node.lineno - 1, ast.unparse(node.value)


def has_expression(code: CodeType, expression: str) -> bool:
    """Whether a function has the same expression with any argument."""
    pattern = re.escape("{" + expression + "}").replace(VALUE, r"\w+")
    return re.search(pattern, _source(code)) is not None


def _source(code: CodeType) -> str:
    """The source of a function; empty where it is not known."""
    lines = linecache.getlines(code.co_filename)[code.co_firstlineno - 1 :]
    return textwrap.dedent("".join(inspect.getblock(lines))) if lines else ""
