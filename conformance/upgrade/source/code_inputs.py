"""The code that each operation of a release depends on, as a digest.

Where two releases have the same digest, the operation behaves alike on both. It depends on the modules of its client
classes, on every module whose names those mention, and so on. All operations depend on what they share: the SDK's own
client, and the statements that do more than declare when a module is imported. In the SDK's own client, what only
leads to other sub-clients is left out: a new sub-client changes no operation of another one. A constant that is the
release's own version counts as equal in all releases.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from conformance.upgrade.source.code_digest import digest
from conformance.upgrade.source.parsed_file import imports_in

LOADS_BY_NAME: Final = ("import_module", "__import__")


@dataclass(frozen=True, slots=True)
class CodeSlice:
    """The dependencies of an operation or a program: the digest of its code, and the other packages that this imports.

    `packages` are top-level names of modules, None for all that are installed.
    """

    digest: str
    packages: frozenset[str] | None


@dataclass(frozen=True)
class CodeInputs:
    """The modules of a release by absolute name: the digest of each, and the modules that it uses.

    `shared` are those that every operation depends on, `clients` those of each client by attribute path. `own` is the
    digest of the SDK's own client for each of its attributes, `statements` that of what runs when the package is
    imported. `data` is the digest of all files that are not Python, or cannot be parsed; `readers` are the modules that
    may read them. `packages` are the top-level names of other packages that each module imports. `sent_version` is the
    version that a constant lets the client send, "" where there is none.
    """

    digests: Mapping[str, str] = field(default_factory=dict)
    uses: Mapping[str, Collection[str]] = field(default_factory=dict)
    shared: Collection[str] = ()
    clients: Mapping[str, Collection[str]] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)
    statements: str = ""
    data: str = ""
    readers: Collection[str] = ()
    packages: Mapping[str, Collection[str]] = field(default_factory=dict)
    sent_version: str = ""

    def of_operation(self, path: str) -> CodeSlice:
        """The dependencies of an operation."""
        client = path.rpartition(".")[0]
        first = client.partition(".")[0]
        modules = self._client_modules(client) | self._shared
        found = (name for module in modules for name in self.packages.get(module, ()))
        return CodeSlice(digest([self.own.get(first, ""), *self._lines(modules)]), frozenset(found))

    def of_program(self, code: str) -> CodeSlice:
        """The dependencies of a caller's program: the modules that it imports, and every other package.

        That is everything for a program with a client, one that imports by name, and one that cannot be parsed.
        """
        imported: list[str] | None = None
        if not any(word in code for word in ("client", *LOADS_BY_NAME)):
            with suppress(SyntaxError, ValueError):
                imported = imports_in(ast.parse(code), "", is_package=False)
        if imported is None:
            return CodeSlice(digest([*self.own.values(), *self._lines(self._closure(self.digests))]), None)
        starts = [*imported, *(name.rpartition(".")[0] for name in imported)]
        return CodeSlice(digest(self._lines(self._closure(starts))), None)

    def _client_modules(self, client: str) -> frozenset[str]:
        steps = client.split(".")
        paths = [".".join(steps[:count]) for count in range(1, len(steps) + 1)] if client else []
        return self._closure([module for path in paths for module in self.clients.get(path, ())])

    def _lines(self, modules: Collection[str]) -> list[str]:
        used = {*modules, *self._shared}
        data = "" if used.isdisjoint(self.readers) else self.data
        return [self.statements, data, *sorted(f"{name} {self.digests[name]}" for name in used)]

    @cached_property
    def _shared(self) -> frozenset[str]:
        return self._closure(self.shared)

    def _closure(self, starts: Iterable[str]) -> frozenset[str]:
        """The modules, and all that they use."""
        found: set[str] = set()
        todo = [name for name in starts if name in self.digests]
        while todo:
            name = todo.pop()
            if name not in found:
                found.add(name)
                todo.extend(self.uses[name])
        return frozenset(found)
