"""From the user's files to uses.

The syntax tree says where to look, jedi what stands there, and the SDK's source what that is called.
"""

from __future__ import annotations

import ast
from collections.abc import Callable as Function
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from conformance.errors import EnvironmentFailed
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.upgrade.source.definitions import Api
from conformance.upgrade.usage.candidates import Candidate, Given, Syntax, dotted
from conformance.upgrade.usage.files import Source, read_files
from conformance.upgrade.usage.inert import Inert
from conformance.upgrade.usage.inference import Meaning, Reader, readers, search_path, started
from conformance.upgrade.usage.relevance import relevant
from conformance.upgrade.usage.sketch import assigned, sketch
from conformance.upgrade.usage.symbols import Symbol, Symbols
from conformance.upgrade.usage.use import Found, Use, UseKind


def find_uses(
    paths: Sequence[Path],
    environment: Environment,
    target: Target,
    api: Api,
    progress: Function[[str], None] = lambda _: None,
) -> Found:
    """Find where the files below `paths` use an SDK. `environment` and `api` are those of the old release.

    Raises UsageError: a path does not exist or holds no Python, or jedi is not installed.
    Raises EnvironmentFailed: the SDK cannot be read.
    """
    files = read_files(paths)
    sources = relevant(files.sources, target.package)
    uses: set[Use] = set()
    if sources:
        with started(environment.python) as interpreter:
            base = search_path(environment, interpreter)
            sketched = sketch(_package(target, base), api, progress)
            symbols = Symbols(api, target.raw_attribute, assigned(sketched))
            made = readers(interpreter, sketched, sources, base)
            everywhere = _Everywhere.of(sources)
            for source in sources:
                file = _File(source, made.of(source), symbols, sketched / target.package, everywhere)
                uses.update(file.uses())
    return Found(tuple(sorted(uses)), len(files.sources) + len(files.unreadable), files.unreadable)


def _package(target: Target, base: Sequence[str]) -> Path:
    for folder in base:
        if (found := Path(folder) / target.package.replace(".", "/")).is_dir():
            return found
    raise EnvironmentFailed(f"`{target.package}` is not in the environment of the old release.")


def _stored(tree: ast.Module) -> Iterator[str]:
    """Names of attributes that hold what was an attribute itself: perhaps a bound method."""
    for node in ast.walk(tree):
        match node:
            case ast.Assign(targets=targets, value=ast.Attribute() | ast.Name() | ast.Call()):
                yield from (each.attr for each in targets if isinstance(each, ast.Attribute))


@dataclass(frozen=True, slots=True)
class _Everywhere:
    """Of all files: the attributes that may hold a function, and all names that are read."""

    stored: frozenset[str]
    referred: frozenset[str]

    @classmethod
    def of(cls, sources: Sequence[Source]) -> _Everywhere:
        stored = frozenset(name for source in sources for name in _stored(source.tree))
        return cls(stored, frozenset(name for source in sources for name in _referred(source.tree)))


def _referred(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name) | ast.alias(name=name):
                yield name


@dataclass(frozen=True)
class _File:
    """One file of the user's. `folder` is that of the SDK's sketch."""

    source: Source
    reader: Reader
    symbols: Symbols
    folder: Path
    everywhere: _Everywhere
    useless: set[ast.AST] = field(default_factory=set)

    @cached_property
    def syntax(self) -> Syntax:
        is_package = self.source.path.name == "__init__.py"
        return Syntax.of(self.reader.tree, self.source.module, is_package=is_package)

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the user wrote them."""
        return self.source.text.split("\n")

    @cached_property
    def inert(self) -> Inert:
        """What need not be asked about."""
        return Inert.of(self.reader.tree, self.syntax.parents, self.syntax.imports, self.everywhere.referred)

    def uses(self) -> Iterator[Use]:
        yield from self._imports()
        for candidate in self.syntax.candidates():
            yield from self._used(candidate)
        for string, node in self.syntax.quoted():
            symbol = self._named(dotted(node))
            if symbol is not None and symbol.what != "module":
                yield self._use(string, symbol, "annotation")

    def _imports(self) -> Iterator[Use]:
        for node in ast.walk(self.reader.tree):
            match node:
                case ast.Import(names=names):
                    written = [(alias, alias.name) for alias in names]
                case ast.ImportFrom(names=names):
                    origin = self.syntax.origin(node)
                    written = [(alias, f"{origin}.{alias.name}".removesuffix(".*")) for alias in names]
                case _:
                    continue
            for alias, name in written:
                path = self._relative(name)
                symbol = None if path is None else self.symbols.imported(path)
                if symbol is not None and path is not None:
                    yield self._use(alias, symbol, "import", path=path)

    def _relative(self, name: str) -> str | None:
        """A dotted name relative to the package; None if it is not the SDK's, or the user has a module of this name."""
        package = self.symbols.api.package
        if name != package and not name.startswith(f"{package}."):
            return None
        return name[len(package) + 1 :]

    def _named(self, name: str) -> Symbol | None:
        """What a dotted name means by the file's imports of the SDK."""
        first, _, rest = name.partition(".")
        path = self._relative(self.syntax.imports.get(first, ""))
        return None if path is None else self.symbols.imported(".".join(filter(None, (path, rest))))

    def _used(self, candidate: Candidate) -> Iterator[Use]:
        for symbol in self._symbols(candidate):
            if symbol.what == "module" or (
                candidate.inside and symbol.what in {"client", "class", "function", "alias"}
            ):
                continue
            kind = _kind(candidate, symbol)
            given = candidate.given if kind in {"call", "construct"} else Given()
            path = self._spelled(candidate.node) if symbol.what in {"class", "function", "alias"} else ""
            yield self._use(candidate.node, symbol, kind, given, path, self._code(candidate.calls))
            yield from self._strings(symbol, given)

    def _spelled(self, node: ast.Name | ast.Attribute) -> str:
        """The path that an attribute of a module is written by, relative to the package."""
        first, _, rest = dotted(node).partition(".")
        path = self._relative(self.syntax.imports.get(first, "")) if rest else None
        return "" if path is None else ".".join(filter(None, (path, rest)))

    def _symbols(self, candidate: Candidate) -> list[Symbol]:
        node = candidate.node
        if isinstance(node, ast.Name):
            found = self._of_name(candidate, node)
        else:
            if self.inert.is_inert(node.value):
                return []
            if node.attr in self.symbols.vocabulary:
                leads = self.reader.leads_to(node)
                found = self._meant(leads) or (self._of_owner(node) if leads else self._of_fixture(node))
            else:
                found = []
            if not found and candidate.calls and node.attr in self.everywhere.stored:
                found = self._callables(node)
        return list(dict.fromkeys(found))

    def _of_owner(self, node: ast.Attribute) -> list[Symbol]:
        """The same for an attribute that the user's code has assigned, which is where jedi leads then."""
        if not isinstance(node.value, ast.Name | ast.Attribute):
            return []
        owners = [self._relative(each.name) for each in self.reader.is_what(node.value) if each.kind == "instance"]
        named = [f"{owner}.{node.attr}" for owner in owners if owner and node.attr in self.symbols.api.members(owner)]
        return [symbol for name in named if (symbol := self.symbols.named(name)) is not None]

    def _of_fixture(self, node: ast.Attribute) -> list[Symbol]:
        """The same for what comes from a fixture of pytest's; a fixture that gives nothing is not asked again."""
        fixture = self.inert.fixture(node)
        if fixture is None or fixture in self.useless:
            return []
        found = self._meant(self.reader.afresh().leads_to(node))
        if not found:
            self.useless.add(fixture)
        return found

    def _of_name(self, candidate: Candidate, node: ast.Name) -> list[Symbol]:
        name, syntax = node.id, self.syntax
        if candidate.inside:
            return []
        if name not in syntax.bound and name not in syntax.defined and (direct := self._named(name)) is not None:
            return [direct]
        if name in syntax.imports or (syntax.stars and name not in syntax.defined):
            return self._meant(self.reader.leads_to(node)) or (self._callables(node) if candidate.calls else [])
        return self._callables(node) if candidate.calls and name in syntax.bound else []

    def _callables(self, node: ast.Name | ast.Attribute) -> list[Symbol]:
        found = (each for each in self.reader.is_what(node) if each.kind in {"function", "class"})
        return self._meant(list(found))

    def _meant(self, meanings: list[Meaning]) -> list[Symbol]:
        found: list[Symbol] = []
        for meaning in meanings:
            path = self._relative(meaning.name)
            if path is not None and meaning.file is not None and self.folder in meaning.file.parents:
                symbol = self.symbols.named(path.replace(".__init__.", "."))
                found += [symbol] if symbol is not None else []
        return found

    def _strings(self, symbol: Symbol, given: Given) -> Iterator[Use]:
        """The members of enums and literals that a call gives as strings."""
        takes = self.symbols.arguments(symbol) if given.constants else {}
        for name, constant in given.constants:
            if isinstance(constant.value, str) and name in takes:
                for listed in self.symbols.lists(takes[name].type):
                    yield self._use(constant, Symbol(f"{listed}.{constant.value}", "field"), "string")

    def _code(self, call: ast.Call | None) -> str:
        if call is None or call.lineno != call.end_lineno:
            return ""
        return ast.get_source_segment(self.source.text, call) or ""

    def _use(
        self,
        node: ast.expr | ast.alias,
        symbol: Symbol,
        kind: UseKind,
        given: Given | None = None,
        path: str = "",
        code: str = "",
    ) -> Use:
        if isinstance(node, ast.Attribute):
            line, column = self.reader.position(node)
        else:
            line = node.lineno
            column = len(self.reader.lines[line - 1].encode()[: node.col_offset].decode(errors="replace"))
        file, inside = self.source.place(line)
        text = self.lines[line - 1].strip()
        given = given or Given()
        return Use(
            file, inside, column + 1, text, symbol.name, kind, given.keywords, given.positional, given.open, path, code
        )  # fmt: skip


def _kind(candidate: Candidate, symbol: Symbol) -> UseKind:
    if candidate.kind == "call":
        match symbol.what:
            case "class":
                return "construct"
            case "operation" | "function":
                return "call"
        return "attribute"
    if candidate.given.open and symbol.what in {"operation", "function"}:
        return "call"  # something else calls it
    return candidate.kind
