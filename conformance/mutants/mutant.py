"""One fault in one file of an SDK."""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import CodeType
from typing import Final, Literal

from conformance.call_tracer import first_code_line
from conformance.mutants.kind import Kind
from conformance.mutants.source import Edit, Scope, Source

Side = Literal["both", "sync", "async", "shared"]
SIDES: Final = {
    "both": "in the sync and the async client",
    "sync": "in the sync client only",
    "async": "in the async client only",
    "shared": "in code that has no other client's form",
}
MAX_DIFF: Final = 60  # lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """A kind of fault at one place. `path` is that of the file, `functions` are those that it changes.

    `statements` are the first lines of the statements that it changes, in the unaltered file: where none of them is
    reached, it cannot be noticed.
    """

    kind: str
    group: str
    side: Side
    path: str
    line: int
    column: int
    functions: tuple[str, ...]
    owner: str  # the class that it is in, "" for none
    in_function: bool
    function_lines: tuple[int, ...]  # the first line of each function
    statements: tuple[int, ...]
    edits: tuple[Edit, ...]

    @property
    def id(self) -> str:
        """The stable name: kind, place and side."""
        return f"{self.kind} {self.path}:{self.line}:{self.column} {self.side}"

    def applied(self, text: str) -> str:
        """The file with the fault."""
        for edit in sorted(self.edits, key=lambda edit: edit.start, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
        return text

    def probed(self, text: str, mark: str) -> str | None:
        """The file without the fault, which creates the file `mark` where one of the fault's statements is reached.

        None where no statement can be put in front of it.
        """
        lines = text.splitlines(keepends=True)
        for line in sorted(self.statements, reverse=True):
            indentation = lines[line - 1][: len(lines[line - 1]) - len(lines[line - 1].lstrip())]
            lines.insert(line - 1, f"{indentation}open({mark!r}, 'a').close()\n")
        try:
            compile("".join(lines), self.path, "exec", dont_inherit=True)
        except (SyntaxError, ValueError):
            return None
        return "".join(lines)

    def diff(self, text: str) -> str:
        """The difference, as `diff -u` prints it."""
        lines = difflib.unified_diff(
            text.splitlines(), self.applied(text).splitlines(), self.path, self.path, n=2, lineterm=""
        )
        return "\n".join(list(lines)[:MAX_DIFF])


def mutants_of(kind: Kind, source: Source) -> Iterator[Mutant]:
    """Every fault of a kind in a file. A fault of which the other client has the same is also made in both."""
    found = list(dict.fromkeys(kind.edits(source)))
    twins = dict(_pairs(found))
    for edit, scope in found:
        twin = twins.get((edit, scope))
        side: Side = "shared" if twin is None else "async" if _is_async(scope) else "sync"
        yield _mutant(kind, source, side, [(edit, scope)])
        if twin is not None and side == "sync":
            yield _mutant(kind, source, "both", [(edit, scope), twin])


def why_without_effect(mutant: Mutant, text: str) -> str | None:
    """Why a fault changes nothing, or is none: its file cannot be compiled, or means the same. None for all others."""
    try:
        altered = compile(mutant.applied(text), mutant.path, "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return "not Python"
    same = _instructions(altered) == _instructions(compile(text, mutant.path, "exec", dont_inherit=True))
    return "the same bytecode" if same else None


def _instructions(code: CodeType) -> tuple[object, ...]:
    """The bytecode of a file without its line numbers."""
    constants = tuple(
        _instructions(constant) if isinstance(constant, CodeType) else (type(constant), repr(constant))
        for constant in code.co_consts
    )
    return code.co_code, code.co_names, code.co_varnames, constants


def _mutant(kind: Kind, source: Source, side: Side, places: Iterable[tuple[Edit, Scope]]) -> Mutant:
    places = list(places)
    first, scope = places[0]
    statements = {source.statement_at(source.line_at(edit.start)) for edit, _ in places}
    return Mutant(
        kind=kind.id,
        group=kind.group,
        side=side,
        path=source.path,
        line=source.line_at(first.start),
        column=source.column_at(first.start),
        functions=tuple(scope.qualified for _, scope in places if scope.name),
        owner=scope.owner,
        in_function=scope.function is not None,
        function_lines=tuple(sorted({first_code_line(place.function) for _, place in places if place.function})),
        statements=tuple(sorted(statements)),
        edits=tuple(edit for edit, _ in places),
    )


def _pairs(found: list[tuple[Edit, Scope]]) -> Iterator[tuple[tuple[Edit, Scope], tuple[Edit, Scope]]]:
    """Each fault with the same one of the other client, both ways; where the two functions differ, none has one."""
    functions: dict[str, dict[bool, list[tuple[Edit, Scope]]]] = {}
    for edit, scope in found:
        if scope.owner:
            key = scope.qualified.replace("Async", "").replace("Sync", "").replace("__aiter__", "__iter__")
            functions.setdefault(key, {}).setdefault(_is_async(scope), []).append((edit, scope))
    for sides in functions.values():
        sync, other = sides.get(False, []), sides.get(True, [])
        if len(sync) == len(other):
            for one, two in zip(sync, other, strict=True):
                if one[0].text.replace("await ", "") == two[0].text.replace("await ", ""):
                    yield one, two
                    yield two, one


def _is_async(scope: Scope) -> bool:
    return "Async" in scope.owner or isinstance(scope.function, ast.AsyncFunctionDef)
