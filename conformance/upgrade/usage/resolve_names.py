"""Resolves the names of one file to symbols of the SDK, by its imports or by inference."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from conformance.upgrade.usage.candidates import Candidate, Syntax, dotted_name
from conformance.upgrade.usage.inference import FileInference, InferredDefinition
from conformance.upgrade.usage.prefilter import Prefilter
from conformance.upgrade.usage.symbol_table import Symbol, SymbolTable
from conformance.upgrade.usage.user_files import UserFile


def _stored_attributes(tree: ast.Module) -> Iterator[str]:
    """The names of attributes that are assigned another attribute, which may be a bound method."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=ast.Attribute() | ast.Name() | ast.Call()):
                yield from (target.attr for target in targets if isinstance(target, ast.Attribute))


@dataclass(frozen=True, slots=True)
class ProjectNames:
    """Across all files: the attributes that may hold a function, and all names that are read.

    `subclasses` are the user's classes that are made like the class of the SDK from which they inherit, by full name.
    """

    stored: frozenset[str]
    referenced: frozenset[str]
    subclasses: dict[str, Symbol] = field(default_factory=dict)

    @classmethod
    def of(cls, sources: Sequence[UserFile]) -> ProjectNames:
        """Scan all trees once."""
        stored = frozenset(name for source in sources for name in _stored_attributes(source.tree))
        return cls(stored, frozenset(name for source in sources for name in _referenced_names(source.tree)))


def _referenced_names(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name


@dataclass(frozen=True, kw_only=True)
class Resolver:
    """Resolves the names of one file. `folder` is that of the SDK's stub copy."""

    reader: FileInference
    syntax: Syntax
    symbols: SymbolTable
    folder: Path
    project: ProjectNames
    unresolved_fixtures: set[ast.AST] = field(default_factory=set)

    @cached_property
    def prefilter(self) -> Prefilter:
        """Expressions that need no inference."""
        return Prefilter.of(self.reader.tree, self.syntax.parents, self.syntax.imports, self.project.referenced)

    def relative(self, name: str) -> str | None:
        """An absolute dotted name relative to the package; None if it is not one of the SDK."""
        package = self.symbols.api.package
        if name != package and not name.startswith(f"{package}."):
            return None
        return name[len(package) + 1 :]

    def symbol_named(self, name: str) -> Symbol | None:
        """The symbol of a dotted name, by the file's imports of the SDK."""
        first, _, rest = name.partition(".")
        path = self.relative(self.syntax.imports.get(first, ""))
        return None if path is None else self.symbols.by_import(".".join(filter(None, (path, rest))))

    def written_path(self, node: ast.Name | ast.Attribute) -> str:
        """The path by which code names a module's attribute, relative to the package."""
        first, _, rest = dotted_name(node).partition(".")
        path = self.relative(self.syntax.imports.get(first, "")) if rest else None
        return "" if path is None else ".".join(filter(None, (path, rest)))

    def symbols_of(self, candidate: Candidate) -> list[Symbol]:
        """The symbols of the SDK that a candidate may stand for: none, one, or several."""
        node = candidate.node
        if isinstance(node, ast.Name):
            found = self._symbols_by_name(candidate, node)
        else:
            if self.prefilter.is_inert(node.value):
                return []
            if node.attr in self.symbols.attribute_names:
                leads = self.reader.go_to(node)
                found = self._sdk_symbols(leads) or (
                    self._symbols_by_owner(node) if leads else self._symbols_by_fixture(node)
                )
            else:
                found = []
            if not found and candidate.call and (node.attr in self.project.stored or self._names_subclass(node.attr)):
                found = self._callable_symbols(node)
        return list(dict.fromkeys(found))

    def _symbols_by_owner(self, node: ast.Attribute) -> list[Symbol]:
        """The symbols of an attribute that the user's code assigns, which is where jedi leads then."""
        if not isinstance(node.value, ast.Name | ast.Attribute):
            return []
        owners = [
            self.relative(definition.name)
            for definition in self.reader.infer(node.value)
            if definition.kind == "instance"
        ]
        named = [f"{owner}.{node.attr}" for owner in owners if owner and node.attr in self.symbols.api.members(owner)]
        return [symbol for name in named if (symbol := self.symbols.by_name(name)) is not None]

    def _symbols_by_fixture(self, node: ast.Attribute) -> list[Symbol]:
        """The symbols of what a pytest fixture returns. A fixture without a result is not inferred again."""
        fixture = self.prefilter.fixture_parameter(node)
        if fixture is None or fixture in self.unresolved_fixtures:
            return []
        found = self._sdk_symbols(self.reader.restarted().go_to(node))
        if not found:
            self.unresolved_fixtures.add(fixture)
        return found

    def _symbols_by_name(self, candidate: Candidate, node: ast.Name) -> list[Symbol]:
        name, syntax = node.id, self.syntax
        if candidate.is_base:
            return []
        if name not in syntax.bound and name not in syntax.defined and (direct := self.symbol_named(name)) is not None:
            return [direct]
        if name in syntax.imports or (syntax.stars and name not in syntax.defined):
            return self._sdk_symbols(self.reader.go_to(node)) or (
                self._callable_symbols(node) if candidate.call else []
            )
        may_lead = name in syntax.bound or self._names_subclass(name)
        return self._callable_symbols(node) if candidate.call and may_lead else []

    def _callable_symbols(self, node: ast.Name | ast.Attribute) -> list[Symbol]:
        found = [definition for definition in self.reader.infer(node) if definition.kind in {"function", "class"}]
        own = (self.project.subclasses.get(definition.name) for definition in found)
        return [*self._sdk_symbols(found), *(symbol for symbol in own if symbol is not None)]

    def _names_subclass(self, name: str) -> bool:
        return any(full.rpartition(".")[2] == name for full in self.project.subclasses)

    def note_subclasses(self) -> None:
        """Note the file's classes that inherit from one of the SDK, and have no constructor of their own."""
        for node in ast.walk(self.reader.tree):
            if isinstance(node, ast.ClassDef) and not any(
                isinstance(member, ast.FunctionDef) and member.name in {"__init__", "__new__"} for member in node.body
            ):
                bases = (base for base in node.bases if isinstance(base, ast.Name | ast.Attribute))
                found = [symbol for base in bases for symbol in self.symbols_of(Candidate(base, "subclass"))]
                inherited = next((symbol for symbol in found if symbol.kind == "class"), None)
                if inherited is not None:
                    self.project.subclasses[f"{self.syntax.module}.{node.name}".lstrip(".")] = inherited

    def _sdk_symbols(self, meanings: list[InferredDefinition]) -> list[Symbol]:
        found: list[Symbol] = []
        for meaning in meanings:
            path = self.relative(meaning.name)
            if path is not None and meaning.file is not None and self.folder in meaning.file.parents:
                symbol = self.symbols.by_name(path.replace(".__init__.", "."))
                found += [symbol] if symbol is not None else []
        return found
