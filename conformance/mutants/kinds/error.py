"""Faults in how an operation reports an error response."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import called, keyword_of
from conformance.mutants.kind import Example, Find, Kind
from conformance.mutants.source import Edit, Scope, Source

_HEAD: Final = 'class TasksClient:\n    def get(self):\n        r = self._http.request("api", method="GET")\n        '


def _classes(source: Source, scope: Scope) -> list[str]:
    """The error classes that a function raises, each once."""
    raised = (node.exc for node in ast.walk(scope.function or source.tree) if isinstance(node, ast.Raise))
    return list(dict.fromkeys(source.of(exc.func) for exc in raised if isinstance(exc, ast.Call)))


def _class(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        classes = _classes(source, scope)
        other = classes[classes.index(source.of(node.exc.func)) - 1]
        yield source.replace(node.exc.func, other if len(classes) > 1 else "RuntimeError")


def _status(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq) and "status" in source.of(node.left):
        yield source.replace(node.comparators[0], "499")


def _keyword(name: str, text: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        keyword = keyword_of(node.exc, name) if isinstance(node, ast.Raise) and node.exc is not None else None
        if keyword is not None:
            yield source.replace(keyword.value, text)

    return find


def _body(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and node.exc.args:
        yield source.replace(node.exc.args[0], "None")
    yield from _keyword("body", "None")(source, node, scope)


def _returned(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Raise) and node.exc is not None:
        yield source.replace(node, "return None")


def _handler(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.ExceptHandler) and node.type is not None:
        yield source.replace(node.type, "ZeroDivisionError")


def _error_type(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """Another type for the body; a body of any type is the same with every other one that fits all values."""
    del scope
    if isinstance(node, ast.Raise) and node.exc is not None:
        for call in ast.walk(node.exc):
            keyword = keyword_of(call, "type_")
            if keyword is None or called(call) not in {"construct_type", "parse_obj_as"}:
                continue
            if source.of(keyword.value).rpartition(".")[2] not in {"Any", "object"}:
                yield source.replace(keyword.value, "object")


KINDS: Final = tuple(
    Kind(id=name, group="error", summary=summary, areas=("operation",), find=find,
         example=Example(before=f"{_HEAD}{before}\n", after=f"{_HEAD}{after}\n"))
    for name, summary, find, (before, after) in (
        ("error_class_changed", "another class of error is raised", _class,
         ("raise ApiError(status_code=1)", "raise RuntimeError(status_code=1)")),
        ("error_status_not_recognised", "the error of one status is that of all others", _status,
         ("if r.status_code == 400: pass", "if r.status_code == 499: pass")),
        ("error_body_lost", "the error has no body", _body,
         ("raise BadRequestError(r.json())", "raise BadRequestError(None)")),
        ("error_status_lost", "the error has another status", _keyword("status_code", "500"),
         ("raise ApiError(status_code=r.status_code)", "raise ApiError(status_code=500)")),
        ("error_headers_lost", "the error has no headers", _keyword("headers", "None"),
         ("raise ApiError(headers=r.headers)", "raise ApiError(headers=None)")),
        ("error_not_raised", "an error response is returned as None", _returned,
         ("raise ApiError(status_code=1)", "return None")),
        ("error_handler_lost", "a body that is no JSON raises another error", _handler,
         ("try: pass\n        except JSONDecodeError: pass", "try: pass\n        except ZeroDivisionError: pass")),
        ("error_body_type_lost", "the body of the error is not made into its model", _error_type,
         ("raise ApiError(construct_type(type_=Problem, object_=1))",
          "raise ApiError(construct_type(type_=object, object_=1))")),
    )
)  # fmt: skip
