"""Faults of pagers: in the operations that open one, and in the shared code that goes through its pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import about
from conformance.mutants.kind import Example, Find, Kind
from conformance.mutants.source import Edit, Scope, Source

_OPERATION: Final = (
    'class TasksClient:\n    def list(self, page):\n        r = self._http.request("api", method="GET")\n        '
)
_CORE: Final = "class SyncPager:\n    def pages(self):\n        "


def _assigned(name: str, text: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        if isinstance(node, ast.Assign) and source.of(node.targets[0]) == name and source.of(node.value) != text:
            yield source.replace(node.value, text)

    return find


def _step(to: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and source.of(node.right) == "1":
            yield source.replace(node.right, to)

    return find


def _parameter(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """One argument is not given for the next page."""
    if isinstance(node, ast.Call) and scope.name and source.of(node.func) == f"self.{scope.name}":
        yield from (source.drop(keyword) for keyword in node.keywords)


def _is_pager(source: Source, scope: Scope) -> bool:
    return about(source, scope, "pag")


def _cut(items: str, text: str) -> str:
    return f"{items}{text}" if items.replace(".", "").isidentifier() else f"({items}){text}"


def _skipped(text: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        if isinstance(node, ast.For) and _is_pager(source, scope) and "items" in source.of(node.iter):
            yield source.replace(node.iter, _cut(source.of(node.iter), text))
        if isinstance(node, ast.YieldFrom) and _is_pager(source, scope) and "items" in source.of(node.value):
            yield source.replace(node.value, _cut(source.of(node.value), text))

    return find


def _next(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """The next page is not read."""
    if isinstance(node, ast.If) and _is_pager(source, scope) and re.search("has_next|get_next", source.of(node.test)):
        yield source.replace(node.test, "False")


def _empty_page(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    """An empty page does not end the pager."""
    if isinstance(node, ast.If) and _is_pager(source, scope) and "len(" in source.of(node.test):
        yield source.replace(node.test, "page is None")


def _yielded(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.Yield) and node.value is not None and about(source, scope, "pages"):
        yield source.replace(node, "pass")


def _later_result(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    if isinstance(node, ast.Return) and node.value is not None and about(source, scope, "next_page"):
        yield source.replace(node.value, "None")


_FIRST: Final = tuple(
    Kind(id=name, group="pager", summary=summary, areas=("operation",), find=find,
         example=Example(before=f"{_OPERATION}{before}\n", after=f"{_OPERATION}{after}\n"))
    for name, summary, find, (before, after) in (
        ("pager_stops_at_once", "the pager ends after its first page", _assigned("_has_next", "False"),
         ("_has_next = bool(r)", "_has_next = False")),
        ("pager_never_stops", "the pager reads on after the last page", _assigned("_has_next", "True"),
         ("_has_next = bool(r)", "_has_next = True")),
        ("pager_items_lost", "pages have no items", _assigned("_items", "[]"), ("_items = r.results", "_items = []")),
        ("pager_page_repeated", "the first page is read again", _step("0"), ("x = page + 1", "x = page + 0")),
        ("pager_page_skipped", "every second page is left out", _step("2"), ("x = page + 1", "x = page + 2")),
        ("pager_argument_lost", "later pages are requested without one argument", _parameter,
         ("x = self.list(page=page)", "x = self.list()")),
    )
)  # fmt: skip
_SECOND: Final = tuple(
    Kind(id=name, group="pager", summary=summary, areas=("core",), find=find,
         example=Example(path="sdk/core/pagination.py", before=f"{_CORE}{before}\n", after=f"{_CORE}{after}\n"))
    for name, summary, find, (before, after) in (
        ("pager_first_item_lost", "the first item of each page is left out", _skipped("[1:]"),
         ("for i in page.items: yield i", "for i in page.items[1:]: yield i")),
        ("pager_last_item_lost", "the last item of each page is left out", _skipped("[:-1]"),
         ("for i in page.items: yield i", "for i in page.items[:-1]: yield i")),
        ("pager_next_page_lost", "only the first page is read", _next,
         ("if page.has_next: page = page.get_next()", "if False: page = page.get_next()")),
        ("pager_empty_page_read", "a page without items does not end the pager", _empty_page,
         ("if len(page.items) == 0: return", "if page is None: return")),
        ("pager_pages_lost", "no page is returned", _yielded, ("yield page", "pass")),
    )
)  # fmt: skip
_THIRD: Final = (
    Kind(id="next_page_lost", group="pager", summary="`next_page` returns None", areas=("core",), find=_later_result,
         example=Example(path="sdk/core/pagination.py",
                         before="class SyncPager:\n    def next_page(self):\n        return self.get_next()\n",
                         after="class SyncPager:\n    def next_page(self):\n        return None\n")),
)  # fmt: skip
KINDS: Final = (*_FIRST, *_SECOND, *_THIRD)
