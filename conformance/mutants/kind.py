"""A kind of fault, as its author declares it: where it can be, and the edits that put it there."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal

from conformance.mutants.source import Area, Edit, Scope, Source

Group = Literal["request", "response", "error", "retry", "pager", "stream", "model", "helper", "client option", "core"]
Find = Callable[[Source, ast.AST, Scope], Iterable[Edit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A small file before and after the fault; `path` says whose part of an SDK it would be."""

    before: str
    after: str
    path: str = "sdk/tasks/client.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of fault. `find` gives the edits of one node, none where the fault does not apply to it.

    Each edit alone is a fault. `example` is its test, and its documentation.
    """

    id: str
    group: Group
    summary: str
    areas: tuple[Area, ...]
    find: Find
    example: Example = field(repr=False)

    def edits(self, source: Source) -> Iterable[tuple[Edit, Scope]]:
        """Every fault of this kind in a file, with the function that it is in, in the order of the file."""
        for node, area, scope in source.nodes:
            if area in self.areas:
                for edit in self.find(source, node, scope):
                    yield edit, scope
