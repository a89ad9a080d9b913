"""Faults of requests: verb, path, query, body, headers, files, and the arguments that they are made of."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from conformance.mutants.find import (
    VERBS,
    called,
    formatted,
    is_text,
    keyword_of,
    neighbours,
    parameters,
    request_part,
    request_path,
    sent_entries,
    swapped,
)
from conformance.mutants.kind import Example, Find, Kind
from conformance.mutants.source import Edit, Scope, Source, is_request

_HEAD: Final = (
    "class TasksClient:\n    def get(self, id, key, *, page=None, size=None):\n        return self._http.request("
)
_NUMBERS: Final = frozenset({"int", "float", "bool"})
_TAIL: Final = ")\n"


def _example(before: str, after: str) -> Example:
    return Example(before=f"{_HEAD}{before}{_TAIL}", after=f"{_HEAD}{after}{_TAIL}")


def _method(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    value = request_part(node, "method")
    if isinstance(value, ast.Constant) and value.value in VERBS:
        yield source.replace(value, f'"{VERBS[value.value]}"')
    elif is_request(node) and value is None and isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        other = VERBS.get(node.func.attr.lstrip("_").upper(), "GET").lower()
        end = source.span(node.func)[1]
        yield Edit(end - len(node.func.attr), end, f"_{other}")


def _segment(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    path = request_path(node)
    found = re.search(r"[a-z]{4,}", source.of(path)) if path is not None else None
    if path is not None and found:
        end = source.span(path)[0] + found.end()
        yield Edit(end - 1, end, "x")


def _slash(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    path = request_path(node)
    if isinstance(path, ast.Constant | ast.JoinedStr):
        end = source.span(path)[1] - 1
        yield Edit(end - 1, end, "") if source.text[end - 1] == "/" else source.insert(end, "/")


def _path_swap(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """In an f-string the positions of inner nodes are known from Python 3.12 on only: the braces are found as text."""
    del scope
    spans = list(_braces(source, request_path(node)))
    for (start, middle), (behind, end) in pairwise(spans):
        text = source.text
        yield Edit(start, end, text[behind:end] + text[middle:behind] + text[start:middle])


def _path_constant(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for start, end in _braces(source, request_path(node)):
        yield Edit(start, end, "7")


def _path_raw(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """Not for a number: escaped it is the same."""
    given = [*scope.function.args.args, *scope.function.args.kwonlyargs] if scope.function else []
    numbers = {argument.arg for argument in given if argument.annotation and source.of(argument.annotation) in _NUMBERS}
    for start, end in _braces(source, request_path(node)):
        found = re.fullmatch(r"[\w.]*(?:quote|encode_path\w*)\((.*?)(?:, safe=.*)?\)", source.text[start + 1 : end - 1])
        if found and found[1] not in numbers:
            yield Edit(start + 1, end - 1, found[1])


def _braces(source: Source, path: ast.expr | None) -> Iterator[tuple[int, int]]:
    if path is not None and formatted(path):
        start = source.span(path)[0]
        for found in re.finditer(r"\{[^{}]*\}", source.of(path)):
            yield start + found.start(), start + found.end()


def _dropped(*names: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        for key, value in sent_entries(node, *names):
            yield source.drop(key, value)

    return find


def _header(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """A header left out; the HTTP client itself sends the content type of a JSON body."""
    del scope
    has_json = keyword_of(node, "json") is not None
    for key, value in sent_entries(node, "headers"):
        header = [str(part.value).lower() if isinstance(part, ast.Constant) else "" for part in (key, value)]
        if not (has_json and header == ["content-type", "application/json"]):
            yield source.drop(key, value)


def _renamed(*names: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        for key, _ in sent_entries(node, *names):
            yield source.insert(source.span(key)[1] - 1, "_")

    return find


def _swapped(*names: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        for first, second in neighbours([value for _, value in sent_entries(node, *names)]):
            if source.of(first) != source.of(second):
                yield swapped(source, first, second)

    return find


def _constant(*names: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        for _, value in sent_entries(node, *names):
            if not isinstance(value, ast.Constant):
                yield source.replace(value, '"constant"')

    return find


def _other_argument(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    names = parameters(scope)
    for _, value in sent_entries(node, "params", "json", "data"):
        if isinstance(value, ast.Name) and value.id in names and len(names) > 1:
            yield source.replace(value, names[names.index(value.id) - 1])


def _added(name: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        value = request_part(node, name)
        if isinstance(value, ast.Dict) and value.keys:
            yield source.insert(source.span(value)[0] + 1, '"unrequested": 1, ')

    return find


def _without(*names: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        for name in names:
            keyword = keyword_of(node, name) if is_request(node) else None
            if keyword is not None:
                yield source.drop(keyword)

    return find


def _as_form(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "json") if is_request(node) else None
    if keyword is not None:
        start = source.span(keyword)[0]
        yield Edit(start, start + len("json"), "data")


def _header_value(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for _, value in sent_entries(node, "headers"):
        if is_text(value):
            yield source.replace(value, '"text/plain"')


def _default(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if not isinstance(node, ast.arguments) or scope.function is None or scope.function.args is not node:
        return
    for argument, value in zip(node.kwonlyargs, node.kw_defaults, strict=True):
        if value is None or argument.arg in {"request_options", "timeout"}:
            continue
        if isinstance(value, ast.Name):
            yield source.replace(value, "None")
        elif isinstance(value, ast.Constant) and value.value is None:
            yield source.replace(value, '"constant"')


def _unconverted(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for _, value in sent_entries(node, "params", "json", "data"):
        if isinstance(value, ast.Call) and "convert" in called(value) and (keyword := keyword_of(value, "object_")):
            yield source.replace(value, source.of(keyword.value))


_OPERATION: Final = ("operation",)
_BODY: Final = ("json", "data")

_FIRST: Final = tuple(
    Kind(id=name, group="request", summary=summary, areas=("operation",), find=find, example=_example(*example))
    for name, summary, find, example in (
        ("http_method_changed", "another verb is sent", _method,
         ('f"api/tasks/{id}", method="GET"', 'f"api/tasks/{id}", method="POST"')),
        ("path_segment_changed", "a fixed part of the path is spelled differently", _segment,
         ('f"api/tasks/{id}", method="GET"', 'f"api/taskx/{id}", method="GET"')),
        ("trailing_slash_changed", "the slash at the end of the path is lost or added", _slash,
         ('f"api/tasks/{id}/", method="GET"', 'f"api/tasks/{id}", method="GET"')),
        ("path_values_swapped", "two values of the path change places", _path_swap,
         ('f"api/tasks/{id}/{key}", method="GET"', 'f"api/tasks/{key}/{id}", method="GET"')),
        ("path_value_constant", "the path has a constant in place of an argument", _path_constant,
         ('f"api/tasks/{id}", method="GET"', 'f"api/tasks/7", method="GET"')),
        ("path_value_not_quoted", "a value of the path is no longer escaped", _path_raw,
         ('f"api/tasks/{quote(id)}", method="GET"', 'f"api/tasks/{id}", method="GET"')),
        ("query_parameter_dropped", "a query parameter is not sent", _dropped("params"),
         ('"api", method="GET", params={"page": page}', '"api", method="GET", params={}')),
        ("query_name_changed", "a query parameter has another name", _renamed("params"),
         ('"api", method="GET", params={"page": page}', '"api", method="GET", params={"page_": page}')),
        ("query_values_swapped", "two query parameters have each other's value", _swapped("params"),
         ('"api", method="GET", params={"page": page, "size": size}',
          '"api", method="GET", params={"page": size, "size": page}')),
        ("query_value_constant", "a query parameter has a constant value", _constant("params"),
         ('"api", method="GET", params={"page": page}', '"api", method="GET", params={"page": "constant"}')),
        ("query_parameter_added", "a query parameter is sent that no caller gave", _added("params"),
         ('"api", method="GET", params={"page": page}',
          '"api", method="GET", params={"unrequested": 1, "page": page}')),
        ("query_dropped", "no query parameter is sent", _without("params"),
         ('"api", method="GET", params={"page": page}', '"api", method="GET"')),
        ("body_field_dropped", "a field of the body is not sent", _dropped(*_BODY),
         ('"api", method="POST", json={"page": page}', '"api", method="POST", json={}')),
        ("body_name_changed", "a field of the body has another name", _renamed(*_BODY),
         ('"api", method="POST", json={"page": page}', '"api", method="POST", json={"page_": page}')),
        ("body_values_swapped", "two fields of the body have each other's value", _swapped(*_BODY),
         ('"api", method="POST", json={"page": page, "size": size}',
          '"api", method="POST", json={"page": size, "size": page}')),
        ("body_value_constant", "a field of the body has a constant value", _constant(*_BODY),
         ('"api", method="POST", json={"page": page}', '"api", method="POST", json={"page": "constant"}')),
        ("body_field_added", "a field of the body is sent that no caller gave", _added("json"),
         ('"api", method="POST", json={"page": page}',
          '"api", method="POST", json={"unrequested": 1, "page": page}')),
        ("body_dropped", "no body is sent", _without("json", "data", "content"),
         ('"api", method="POST", json=page', '"api", method="POST"')),
        ("body_sent_as_form", "the body is sent as a form in place of JSON", _as_form,
         ('"api", method="POST", json={"page": page}', '"api", method="POST", data={"page": page}')),
        ("body_not_converted", "models in the body are sent without their wire names", _unconverted,
         ('"api", method="POST", json={"page": convert(object_=page, direction="write")}',
          '"api", method="POST", json={"page": page}')),
        ("other_argument_sent", "another argument is sent in a parameter's place", _other_argument,
         ('"api", method="GET", params={"page": page}', '"api", method="GET", params={"page": key}')),
        ("header_dropped", "a header of one operation is not sent", _header,
         ('"api", method="GET", headers={"accept": "a"}', '"api", method="GET", headers={}')),
        ("header_value_changed", "a header of one operation has another value", _header_value,
         ('"api", method="GET", headers={"accept": "a"}', '"api", method="GET", headers={"accept": "text/plain"}')),
        ("omitted_values_sent", "arguments that were not given are sent", _without("omit"),
         ('"api", method="GET", omit=OMIT', '"api", method="GET"')),
        ("file_dropped", "a file is not sent", _dropped("files"),
         ('"api", method="POST", files={"file": page}', '"api", method="POST", files={}')),
    )
)  # fmt: skip
_SECOND: Final = (
    Kind(
        id="argument_default_changed",
        group="request",
        summary="an argument that is not given has another default",
        areas=_OPERATION,
        find=_default,
        example=Example(before=f'{_HEAD}"api", method="GET"{_TAIL}'.replace(", size=None", ""),
                        after=f'{_HEAD}"api", method="GET"{_TAIL}'.replace("page=None, size=None", 'page="constant"')),
    ),
)  # fmt: skip
KINDS: Final = (*_FIRST, *_SECOND)
