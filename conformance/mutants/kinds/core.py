"""Faults that any code can have: in what all operations share, in helpers, and `await` in operations."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import is_number, is_text, neighbours, swapped
from conformance.mutants.kind import Example, Find, Kind
from conformance.mutants.source import Area, Edit, Scope, Source

_HEAD: Final = "def helper(x, y):\n    "
_FLIPPED: Final = {
    ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is", ast.In: "not in", ast.NotIn: "in",
    ast.Lt: "<=", ast.LtE: "<", ast.Gt: ">=", ast.GtE: ">",
}  # fmt: skip
_OPERATORS: Final = {ast.Add: "-", ast.Sub: "+", ast.Mult: "+", ast.Div: "*", ast.FloorDiv: "*", ast.Mod: "*"}


def _in_function(find: Find) -> Find:
    return lambda source, node, scope: find(source, node, scope) if scope.function is not None else ()


def _negated(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, ast.Constant):
        yield source.replace(node.test, f"not ({source.of(node.test)})")


def _and_or(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.BoolOp):
        old, new = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for first, second in neighbours(node.values):
            start, end = source.span(first)[1], source.span(second)[0]
            at = source.text.find(old, start, end)
            if at >= 0:
                yield Edit(at, at + len(old), new)


def _comparison(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        start, end = source.span(node.left)[1], source.span(node.comparators[0])[0]
        middle = source.text[start:end]
        padded = [" " + middle.strip("() \n\t") + " ", f" {_FLIPPED[type(node.ops[0])]} "]
        if middle.strip() == padded[0].strip():
            yield Edit(start, end, padded[1])


def _statement(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if (
        isinstance(node, ast.AugAssign | ast.Delete)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call | ast.Await))
        or (isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript | ast.Attribute))
    ):
        yield source.replace(node, "pass")


def _none(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Return) and node.value is not None and not _is_none(node.value):
        yield source.replace(node.value, "None")


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _number(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if is_number(node):
        yield source.replace(node, f"({source.of(node)} + 1)")


def _boolean(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield source.replace(node, str(not node.value))


def _text(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for value in ast.iter_child_nodes(node):
        if is_text(value) and not isinstance(node, ast.JoinedStr | ast.Expr):
            end = source.span(value)[1]
            if source.text[end - 3 : end] not in {'"""', "'''"}:
                yield source.insert(end - 1, "x")


def _raise(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Raise):
        yield source.replace(node, "pass")


def _handler(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        yield source.replace(node.type, "ZeroDivisionError")


def _keyword(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for keyword in node.keywords if isinstance(node, ast.Call) else ():
        if keyword.arg is not None:
            yield source.drop(keyword)


def _arguments(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for first, second in neighbours(node.args) if isinstance(node, ast.Call) else ():
        if source.of(first) != source.of(second) and "*" not in source.of(first)[:1] + source.of(second)[:1]:
            yield swapped(source, first, second)


def _loop(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.For | ast.AsyncFor) and node.body[0].lineno > node.lineno:
        last = node.body[-1]
        yield source.insert(source.span(last)[1], f"\n{source.indentation(last)}break")


def _item(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    items = node.elts if isinstance(node, ast.List | ast.Tuple | ast.Set) else []
    if len(items) > 1 and all(map(is_text, items)):
        yield from map(source.drop, items)


def _operator(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if (
        isinstance(node, ast.BinOp)
        and type(node.op) in _OPERATORS
        and not is_text(node.left)
        and not is_text(node.right)
    ):
        start, end = source.span(node.left)[1], source.span(node.right)[0]
        if source.text[start:end].strip() in {"+", "-", "*", "/", "//", "%"}:
            yield Edit(start, end, f" {_OPERATORS[type(node.op)]} ")


def _not(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield source.replace(node, f"bool({source.of(node.operand)})")


def _awaited(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Await):
        yield source.replace(node, source.of(node.value))


def _default(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if not isinstance(node, ast.arguments) or scope.function is None or scope.function.args is not node:
        return
    for value in (*node.defaults, *node.kw_defaults):
        if isinstance(value, ast.Constant) and value.value is not ...:
            yield source.replace(value, repr(not value.value) if isinstance(value.value, bool) else '"constant"')


def _key(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Subscript) and is_text(node.slice):
        yield source.insert(source.span(node.slice)[1] - 1, "_")


def _fallback(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """`x or y` is only `x`."""
    del scope
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        yield Edit(source.span(node.values[0])[1], source.span(node.values[-1])[1], "")


_GENERAL: Final = (
    ("condition_negated", "a condition is negated", _negated, ("if x: y()", "if not (x): y()")),
    ("and_or_swapped", "`and` is `or`, or the other way round", _and_or, ("return x and y", "return x or y")),
    ("comparison_changed", "a comparison is another one", _comparison, ("return x == y", "return x != y")),
    ("statement_removed", "a statement is missing", _statement, ("x.append(y)", "pass")),
    ("return_none", "a function returns None", _none, ("return x", "return None")),
    ("number_changed", "a number is another one", _number, ("return x[0]", "return x[(0 + 1)]")),
    ("boolean_flipped", "True is False, or the other way round", _boolean, ("return True", "return False")),
    ("text_changed", "a text is another one", _text, ('return "a"', 'return "ax"')),
    ("exception_swallowed", "an exception is not raised", _raise, ("raise ValueError(x)", "pass")),
    ("handler_lost", "an exception is not handled", _handler,
     ("try: x()\n    except ValueError: y()", "try: x()\n    except ZeroDivisionError: y()")),
    ("keyword_argument_lost", "an argument of an inner call is missing", _keyword, ("return x(y=y)", "return x()")),
    ("arguments_swapped", "two arguments of an inner call change places", _arguments,
     ("return f(x, y)", "return f(y, x)")),
    ("loop_ends_early", "a loop ends after its first item", _loop,
     ("for i in x:\n        y(i)", "for i in x:\n        y(i)\n        break")),
    ("list_item_lost", "a text is missing in a list", _item, ('return x in ["a", "b"]', 'return x in ["b"]')),
    ("operator_changed", "an arithmetic operator is another one", _operator, ("return x + y", "return x - y")),
    ("not_lost", "`not` is missing", _not, ("return not x", "return bool(x)")),
    ("await_lost", "an `await` is missing", _awaited, ("async def f(): await x", "async def f(): x")),
    ("key_changed", "another key of a dictionary is read or written", _key, ('return x["a"]', 'return x["a_"]')),
    ("fallback_lost", "a default in `x or default` is missing", _fallback, ("return x or y", "return x")),
)  # fmt: skip


def _general(prefix: str, area: Area, path: str) -> tuple[Kind, ...]:
    kinds = tuple(
        Kind(id=f"{prefix}_{name}", group="core" if area == "core" else "helper", summary=f"{summary}, in {path}",
             areas=(area,), find=_in_function(find),
             example=Example(path=f"sdk/{path}/more.py", before=f"{_HEAD}{before}\n", after=f"{_HEAD}{after}\n"))
        for name, summary, find, (before, after) in _GENERAL
    )  # fmt: skip
    default = Kind(
        id=f"{prefix}_default_changed",
        group="core" if area == "core" else "helper",
        summary=f"an argument has another default, in {path}",
        areas=(area,),
        find=_default,
        example=Example(path=f"sdk/{path}/more.py", before="def f(x=True): pass\n", after="def f(x=False): pass\n"),
    )
    return (*kinds, default)


KINDS: Final = (
    *_general("core", "core", "core"),
    *_general("helper", "helper", "tools"),
    Kind(
        id="operation_await_lost",
        group="core",
        summary="an `await` is missing in an operation",
        areas=("operation",),
        find=_awaited,
        example=Example(
            before='async def get(self):\n    return await self.c.request("api", method="GET")\n',
            after='async def get(self):\n    return self.c.request("api", method="GET")\n',
        ),
    ),
)
