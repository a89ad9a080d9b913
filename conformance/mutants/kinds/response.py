"""Faults in how an operation reads a successful response."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import called, keyword_of
from conformance.mutants.kind import Example, Kind
from conformance.mutants.source import Edit, Scope, Source

_HEAD: Final = 'class TasksClient:\n    def get(self):\n        r = self._http.request("api", method="GET")\n        '


def _none(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Return) and node.value is not None and not isinstance(node.value, ast.Constant):
        yield source.replace(node.value, "None")


def _range(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Compare) and len(node.comparators) == 2 and source.of(node.comparators[1]) == "300":
        yield source.replace(node.comparators[1], "201")


def _type(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "type_") or keyword_of(node, "cast_to")
    if keyword is not None and source.of(keyword.value) not in {"object", "typing.Optional[typing.Any]"}:
        yield source.replace(keyword.value, "object")


def _emptied(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "object_")
    if keyword is not None and called(keyword.value) == "json":
        yield source.replace(keyword.value, "{}")


def _raw_data(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "data")
    if keyword is not None and called(node).endswith("HttpResponse"):
        yield source.replace(keyword.value, "None")


def _first_of_list(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "object_")
    type_ = keyword_of(node, "type_")
    if keyword is not None and type_ is not None and "List[" in source.of(type_.value):
        yield source.replace(keyword.value, f"{source.of(keyword.value)}[:1]")


KINDS: Final = tuple(
    Kind(id=name, group="response", summary=summary, areas=("operation",), find=find,
         example=Example(before=f"{_HEAD}{before}\n", after=f"{_HEAD}{after}\n"))
    for name, summary, find, (before, after) in (
        ("result_lost", "the operation returns None", _none, ("return r.json()", "return None")),
        ("success_range_narrowed", "only some of the successful statuses are a success", _range,
         ("if 200 <= r.status_code < 300: pass", "if 200 <= r.status_code < 201: pass")),
        ("response_type_lost", "the response is not made into its model", _type,
         ("x = construct_type(type_=Task, object_=1)", "x = construct_type(type_=object, object_=1)")),
        ("response_body_ignored", "the body of the response is not read", _emptied,
         ("x = parse(type_=Task, object_=r.json())", "x = parse(type_=Task, object_={})")),
        ("raw_response_data_lost", "the raw response has no data", _raw_data,
         ("x = HttpResponse(response=r, data=r.json())", "x = HttpResponse(response=r, data=None)")),
        ("list_shortened", "only the first item of a list is returned", _first_of_list,
         ("x = parse(type_=List[Task], object_=r.json())", "x = parse(type_=List[Task], object_=r.json()[:1])")),
    )
)  # fmt: skip
