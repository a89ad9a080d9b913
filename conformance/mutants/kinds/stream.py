"""Faults of streams and downloads: in operations that return a response piece by piece."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Final

from conformance.mutants.find import called, is_number, keyword_of
from conformance.mutants.kind import Example, Find, Kind
from conformance.mutants.source import Edit, Scope, Source

_HEAD: Final = (
    'class FilesClient:\n    def download(self):\n        with self._http.stream("api", method="GET") as r:\n'
)
_LOOP: Final = f"{_HEAD}            for chunk in r.iter_bytes():\n                "


def _chunks(node: ast.AST) -> Iterator[tuple[ast.stmt, ast.expr]]:
    """The statements that yield a piece, with the piece."""
    for loop in [node] if isinstance(node, ast.For | ast.AsyncFor) else []:
        if called(loop.iter).startswith("iter_"):
            for statement in loop.body:
                value = statement.value if isinstance(statement, ast.Expr) else None
                if isinstance(value, ast.Yield) and value.value is not None:
                    yield statement, value.value


def _generated(node: ast.AST) -> Iterator[ast.GeneratorExp]:
    """A generator of the pieces."""
    if isinstance(node, ast.GeneratorExp) and called(node.generators[0].iter).startswith("iter_"):
        yield node


def _chunk(text: str) -> Find:
    def find(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
        del scope
        for piece in (*(piece for _, piece in _chunks(node)), *(found.elt for found in _generated(node))):
            yield source.replace(piece, f"{source.of(piece)}{text}")

    return find


def _first_only(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for statement, _ in _chunks(node):
        yield source.insert(source.span(statement)[1], f"\n{source.indentation(statement)}break")


def _twice(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for statement, _ in _chunks(node):
        yield source.insert(source.span(statement)[1], f"\n{source.indentation(statement)}{source.of(statement)}")
    for found in _generated(node):
        yield source.insert(source.span(found.generators[0].iter)[1], " for _ in (0, 1)")


def _nothing(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    for statement, _ in _chunks(node):
        yield source.replace(statement, "if False: yield None")
    for found in _generated(node):
        yield source.insert(source.span(found.generators[0].iter)[1], " if False")


def _chunk_size(source: Source, node: ast.AST, scope: Scope) -> Iterator[Edit]:
    del scope
    keyword = keyword_of(node, "chunk_size")
    if keyword is not None and not is_number(keyword.value):
        yield source.replace(keyword.value, "1")


_FIRST: Final = tuple(
    Kind(id=name, group="stream", summary=summary, areas=("operation",), find=find,
         example=Example(before=f"{_LOOP}{before}\n", after=f"{_LOOP}{after}\n"))
    for name, summary, find, (before, after) in (
        ("stream_chunk_shortened", "the last byte of each piece is lost", _chunk("[:-1]"),
         ("yield chunk", "yield chunk[:-1]")),
        ("stream_chunk_changed", "each piece is another one", _chunk(" + _chunk[:1] if False else b'x'"),
         ("yield chunk", "yield chunk + _chunk[:1] if False else b'x'")),
        ("stream_first_chunk_only", "only the first piece is returned", _first_only,
         ("yield chunk", "yield chunk\n                break")),
        ("stream_chunk_repeated", "each piece is returned twice", _twice,
         ("yield chunk", "yield chunk\n                yield chunk")),
        ("stream_empty", "no piece is returned", _nothing, ("yield chunk", "if False: yield None")),
    )
)  # fmt: skip
_SECOND: Final = (
    Kind(id="stream_chunk_size_ignored", group="stream", summary="the caller's size of pieces is not used",
         areas=("operation",), find=_chunk_size,
         example=Example(before=f"{_HEAD}            return r.iter_bytes(chunk_size=size)\n",
                         after=f"{_HEAD}            return r.iter_bytes(chunk_size=1)\n")),
)  # fmt: skip
KINDS: Final = (*_FIRST, *_SECOND)
