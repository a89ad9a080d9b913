"""Finds the uses of an SDK in the user's files.

The syntax tree gives the candidates, jedi infers their types, and the SDK's source gives their public names.
"""

from __future__ import annotations

import ast
from collections.abc import Callable as Function
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from conformance.contract.types import Type
from conformance.errors import EnvironmentFailed
from conformance.targets.environment import Environment
from conformance.targets.target import Target
from conformance.upgrade.source.api import Api
from conformance.upgrade.usage.candidates import CallArguments, Candidate, Syntax, dotted_name
from conformance.upgrade.usage.forwarders import forwarders
from conformance.upgrade.usage.import_roots import import_roots, relevant_sources, with_context
from conformance.upgrade.usage.inference import FileInference, inference_session, interpreter_process, search_path
from conformance.upgrade.usage.resolve_names import ProjectNames, Resolver
from conformance.upgrade.usage.result_use import ResultUse, exception_use, result_use, statement_lines
from conformance.upgrade.usage.stub_copy import assigned_attributes, stub_copy
from conformance.upgrade.usage.symbol_table import Symbol, SymbolTable
from conformance.upgrade.usage.use import UsageResult, Use, UseKind
from conformance.upgrade.usage.user_files import UserFile, UserFiles


def find_uses(
    files: UserFiles,
    environment: Environment,
    target: Target,
    api: Api,
    progress: Function[[str], None] = lambda _: None,
) -> UsageResult:
    """Find where the user's files use an SDK. `environment` and `api` belong to the old release.

    Raises UsageError: jedi is not installed. Raises EnvironmentFailed: the SDK cannot be read.
    """
    sources = relevant_sources(files.sources, target.package)
    uses: set[Use] = set()
    if sources:
        with interpreter_process(environment.python) as interpreter:
            base = search_path(environment, interpreter)
            stubs = stub_copy(_package_folder(target, base), api, progress)
            symbols = SymbolTable(api, target.raw_attribute, assigned_attributes(stubs))
            roots = dict.fromkeys(import_roots(with_context(sources, files.sources)).values())
            session = inference_session(interpreter, stubs, sources, roots, base)
            project = ProjectNames.of(sources)
            helpers = forwarders(file.tree for file in with_context(sources, files.sources))
            scans = []
            for source in sources:
                reader = session.of(source)
                is_package = source.path.name == "__init__.py"
                syntax = Syntax.of(reader.tree, source.module, is_package=is_package, forwarders=helpers)
                names = Resolver(
                    reader=reader, syntax=syntax, symbols=symbols, folder=stubs / target.package, project=project
                )
                names.note_subclasses()
                scans.append(_FileScan(source, reader, syntax, names))
            for scan in scans:
                uses.update(scan.uses())
    return UsageResult(tuple(sorted(uses)), len(files.sources) + len(files.unreadable), files.unreadable)


def _package_folder(target: Target, base: Sequence[str]) -> Path:
    for folder in base:
        if (found := Path(folder) / target.package.replace(".", "/")).is_dir():
            return found
    raise EnvironmentFailed(f"`{target.package}` is not in the environment of the old release.")


@dataclass(frozen=True)
class _FileScan:
    """One file of the user."""

    source: UserFile
    reader: FileInference
    syntax: Syntax
    names: Resolver

    @cached_property
    def lines(self) -> list[str]:
        """The lines as the user wrote them."""
        return self.source.text.split("\n")

    def uses(self) -> Iterator[Use]:
        yield from self._import_uses()
        for candidate in self.syntax.candidates():
            yield from self._candidate_uses(candidate)
        for string, node in self.syntax.quoted():
            symbol = self.names.symbol_named(dotted_name(node))
            if symbol is not None and symbol.kind != "module":
                yield self._make_use(string, symbol, "annotation")

    def _import_uses(self) -> Iterator[Use]:
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
                path = self.names.relative(name)
                symbol = None if path is None else self.names.symbols.by_import(path)
                if symbol is not None and path is not None:
                    yield self._make_use(alias, symbol, "import", path=path)

    def _candidate_uses(self, candidate: Candidate) -> Iterator[Use]:
        for symbol in self.names.symbols_of(candidate):
            if symbol.kind == "module" or (
                candidate.is_base and symbol.kind in {"client", "class", "function", "alias"}
            ):
                continue
            kind = _use_kind(candidate, symbol)
            given = candidate.given if kind in {"call", "construct"} else CallArguments()
            path = self.names.written_path(candidate.node) if symbol.kind in {"class", "function", "alias"} else ""
            done = self._value_use(candidate, kind)
            yield self._make_use(candidate.node, symbol, kind, given, path, self._call_code(candidate.call), done)
            takes = self.names.symbols.arguments(symbol) if given.values else {}
            for name, value in given.values:
                if name in takes:
                    yield from self._literal_uses(value, takes[name].type)

    def _value_use(self, candidate: Candidate, kind: UseKind) -> ResultUse:
        """The use of the result of a call, or of a caught exception."""
        parents = self.syntax.parents
        if kind == "except":
            handler: ast.AST = candidate.node
            while not isinstance(handler, ast.ExceptHandler):
                handler = parents[handler]
            return exception_use(handler, parents)
        if kind != "call":
            return ResultUse()
        if candidate.call is None:  # another function calls it
            return ResultUse(contexts=("other",))
        return result_use(candidate.call, parents)

    def _literal_uses(self, value: ast.expr, type_: Type | None) -> Iterator[Use]:
        """The members of enums that a call passes as strings, and the fields of models that it passes as dicts."""
        symbols = self.names.symbols
        match value:
            case ast.Constant(value=str(text)):
                for listed in symbols.enum_names(type_):
                    yield self._make_use(value, Symbol(f"{listed}.{text}", "field"), "string")
            case ast.List(elts=items):
                for item in items:
                    yield from self._literal_uses(item, type_)
            case ast.Dict(keys=keys, values=values):
                for key, inner in zip(keys, values, strict=True):
                    if isinstance(key, ast.Constant) and isinstance(key.value, str):
                        for field in symbols.key_fields(type_, key.value):
                            yield self._make_use(key, field, "key")
                            yield from self._literal_uses(inner, symbols.field_type(field.name))

    def _call_code(self, call: ast.Call | None) -> str:
        if call is None or call.lineno != call.end_lineno:
            return ""
        return ast.get_source_segment(self.source.text, call) or ""

    def _make_use(
        self,
        node: ast.expr | ast.alias,
        symbol: Symbol,
        kind: UseKind,
        given: CallArguments | None = None,
        path: str = "",
        code: str = "",
        done: ResultUse | None = None,
    ) -> Use:
        if isinstance(node, ast.Attribute):
            line, column = self.reader.position(node)
        else:
            line = node.lineno
            column = len(self.reader.lines[line - 1].encode()[: node.col_offset].decode(errors="replace"))
        file, inside = self.source.location(line)
        text = self.lines[line - 1].strip()
        given, done = given or CallArguments(), done or ResultUse()
        first, last = statement_lines(node, self.syntax.parents)
        return Use(
            file=file,
            line=inside,
            column=column + 1,
            text=text,
            symbol=symbol.name,
            kind=kind,
            keywords=given.keywords,
            positional=given.positional,
            open=given.open,
            path=path,
            code=code,
            starred=given.starred,
            twin=symbol.twin,
            reads=tuple((name, self.source.location(at)[1]) for name, at in done.reads),
            read_texts=tuple((self.source.location(at)[1], self.lines[at - 1].strip()) for _, at in done.reads),
            contexts=done.contexts,
            lines=(self.source.location(first)[1], self.source.location(last)[1]),
        )


def _use_kind(candidate: Candidate, symbol: Symbol) -> UseKind:
    if candidate.kind == "call":
        match symbol.kind:
            case "class":
                return "construct"
            case "operation" | "function":
                return "call"
        return "attribute"
    if candidate.given.open and symbol.kind in {"operation", "function"}:
        return "call"  # another function calls it
    return candidate.kind
