"""Faults of what callers set: options of one call and of the client, headers, timeout, base URL."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import about, called, is_number, is_text, keyword_of
from conformance.mutants.kind import Example, Find, Kind
from conformance.mutants.source import Edit, Scope, Source, is_request

_HEAD: Final = "class HttpClient:\n    def request(self, base_url, path, timeout):\n        "


def _options(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for name in ("request_options", "options"):
        keyword = keyword_of(node, name) if is_request(node) else None
        if keyword is not None:
            yield source.drop(keyword)


def _base_url(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "base_url") if is_request(node) else None
    if keyword is not None:
        yield source.drop(keyword)


def _keyword(name: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        keyword = keyword_of(node, name)
        if keyword is not None:
            yield source.drop(keyword)

    return find


def _url_path(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Call) and called(node) == "urljoin" and isinstance(node.args[0], ast.JoinedStr):
        yield source.replace(node.args[0], source.of(node.args[0])[2:-1].strip("{}/"))


def _timeout(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        target = source.of(node.targets[0] if isinstance(node, ast.Assign) else node.target)
        for value in ast.walk(node.value) if "timeout" in target.lower() else ():
            if is_number(value) and value.value:  # type: ignore[attr-defined]
                yield source.replace(value, f"{source.of(value)}0")


def _redirects(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "follow_redirects")
    if keyword is not None:
        yield source.replace(keyword.value, f"not ({source.of(keyword.value)})")


def _header(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if about(source, scope, "header") and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield source.replace(node, "pass")
    for key in node.keys if about(source, scope, "header") and isinstance(node, ast.Dict) else ():
        if key is not None and is_text(key):
            yield Edit(source.span(key)[1] - 1, source.span(key)[1] - 1, "-Other")


def _header_value(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if about(source, scope, "header") and isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Subscript):
        yield source.replace(node.value, '"constant"')


def _option_name(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """The shared client reads an option under another name."""
    del scope
    if isinstance(node, ast.Call) and called(node) == "get" and node.args and "options" in source.of(node.func):
        yield from (source.insert(source.span(name)[1] - 1, "_") for name in node.args[:1] if is_text(name))


def _callers_part(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """One of several dictionaries that are merged is left out."""
    if isinstance(node, ast.Dict) and scope.function is not None and re.search("request|stream", scope.name):
        for key, value in zip(node.keys, node.values, strict=True):
            if key is None:
                start = source.text.rindex("**", 0, source.span(value)[0])
                yield Edit(start, source.span(value)[1], "**{}")


_FIRST: Final = tuple(
    Kind(id=name, group="client option", summary=summary, areas=("operation",), find=find,
         example=Example(before=f"{_HEAD}{before}\n", after=f"{_HEAD}{after}\n"))
    for name, summary, find, (before, after) in (
        ("options_not_forwarded", "one operation does not pass on the caller's options", _options,
         ('self.c.request("api", method="GET", request_options=o)', 'self.c.request("api", method="GET")')),
        ("operation_base_url_lost", "one operation ignores its base URL", _base_url,
         ('self.c.request("api", method="GET", base_url=o)', 'self.c.request("api", method="GET")')),
    )
)  # fmt: skip
_SECOND: Final = tuple(
    Kind(id=name, group="client option", summary=summary, areas=("core",), find=find,
         example=Example(path="sdk/core/headers.py", before=f"{_HEAD}{before}\n", after=f"{_HEAD}{after}\n"))
    for name, summary, find, (before, after) in (
        ("timeout_lost", "the timeout is not passed on", _keyword("timeout"), ("f(timeout=timeout)", "f()")),
        ("timeout_default_changed", "another timeout, where none is given", _timeout,
         ("timeout = 60", "timeout = 600")),
        ("base_url_path_lost", "the path of the base URL is lost", _url_path,
         ('f(urljoin(f"{base_url}/", path))', "f(urljoin(base_url, path))")),
        ("redirects_changed", "redirects are followed, where they are not to be, or the other way round", _redirects,
         ("f(follow_redirects=True)", "f(follow_redirects=not (True))")),
        ("shared_header_lost", "a header of all operations is not sent", _header,
         ('headers["Authorization"] = "x"', "pass")),
        ("shared_header_changed", "a header of all operations has another value", _header_value,
         ('headers["Authorization"] = "x"', 'headers["Authorization"] = "constant"')),
        ("callers_client_ignored", "the caller's HTTP client is not used", _keyword("httpx_client"),
         ("f(httpx_client=self.c)", "f()")),
        ("environment_lost", "the chosen server is not used", _keyword("environment"), ("f(environment=e)", "f()")),
        ("option_name_changed", "an option of a call is read under another name", _option_name,
         ('x = request_options.get("timeout")', 'x = request_options.get("timeout_")')),
        ("merged_values_lost", "what the caller adds to every request is left out", _callers_part,
         ("x = {**self.headers(), **extra}", "x = {**{}, **extra}")),
    )
)  # fmt: skip
KINDS: Final = (*_FIRST, *_SECOND)
