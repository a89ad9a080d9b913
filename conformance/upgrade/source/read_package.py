"""Reads the files of a distribution into everything that its source declares. Nothing is imported.

Two releases share most of their files. Each file is parsed once, and both sides share the value of its module where the
names that it imports mean the same on both.
"""

from __future__ import annotations

import gc
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from conformance.contract.model import TWINS, Twin
from conformance.contract.types import Type
from conformance.targets.contents import Contents
from conformance.targets.target import Target
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.client_walker import ClientClass, ClientWalker
from conformance.upgrade.source.code_body import docstring, join_bodies
from conformance.upgrade.source.code_reader import code_inputs
from conformance.upgrade.source.declaration_reader import DeclarationReader
from conformance.upgrade.source.definitions import Argument, Callable, Class, Definition, Module
from conformance.upgrade.source.name_resolver import NameResolver
from conformance.upgrade.source.parsed_file import ParsedFile, parse_file


def read_api(contents: Contents, target: Target) -> Api:
    """Read everything that a distribution's package declares. Files that are not Python are listed in the result."""
    return PackageReader(target).read(contents)


def read_apis(old: Contents, new: Contents, target: Target) -> tuple[Api, Api]:
    """Read two releases; what they have in common is read once."""
    reader = PackageReader(target)
    return reader.read(old), reader.read(new)


@dataclass
class PackageReader:
    """Reads releases one after the other, in any thread. Parsed files and read modules are kept for the next one."""

    target: Target
    parsed: dict[str, tuple[bytes, ParsedFile | str]] = field(default_factory=dict)
    modules: dict[str, tuple[Any, Module]] = field(default_factory=dict)
    reading: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def read(self, contents: Contents) -> Api:
        """The declarations of a release."""
        # Syntax trees are many and hold no cycles: looking for cycles takes as long as parsing.
        with self.reading:
            was = gc.isenabled()
            gc.disable()
            try:
                return self._read_release(contents)
            finally:
                if was:
                    gc.enable()

    def _read_release(self, contents: Contents) -> Api:
        package = self.target.package
        start = f"{package.replace('.', '/')}/"
        files = {
            file: self._parse_cached(file, source)
            for file, source in contents.files.items()
            if file.startswith(start) and file.endswith(".py")
        }
        names = NameResolver(package, {file.module: file for file in files.values() if isinstance(file, ParsedFile)})
        walk = ClientWalker(names, self.target)
        stops = list(walk.client_classes())
        clients = frozenset(step for stop in stops for step in stop.lineage)
        read = (self._read_module_cached(module, names, clients) for module in names.modules.values())
        modules = {module.name: module for module in read}
        operations, places = _operations(stops, names, walk, modules, self.target)
        return Api(
            package=package,
            modules=modules,
            operations=operations,
            clients=_class_by_client(stops, names),
            unreadable={file: content for file, content in files.items() if isinstance(content, str)},
            operation_files=places,
            code=code_inputs(contents, names, walk, stops),
        )

    def _parse_cached(self, file: str, source: bytes) -> ParsedFile | str:
        kept = self.parsed.get(file)
        if kept is not None and kept[0] == source:
            return kept[1]
        found: ParsedFile | str
        try:
            found = parse_file(file, source)
        except (SyntaxError, ValueError, RecursionError) as error:
            found = f"{type(error).__name__}: {error}"
        self.parsed[file] = (source, found)
        return found

    def _read_module_cached(self, parsed: ParsedFile, names: NameResolver, clients: frozenset[str]) -> Module:
        imports = {name: names.resolve(target) for name, target in parsed.imports.items()}
        meanings = tuple((name, target, names.kind_of(target)) for name, target in imports.items())
        mine = frozenset(name for name in parsed.bindings if f"{parsed.module}.{name}" in clients)
        key = (parsed.source, meanings, mine)
        kept = self.modules.get(parsed.file)
        if kept is not None and kept[0] == key:
            return kept[1]
        module = _read_module(parsed, names, clients)
        if not parsed.star_imports and not any(target in names.modules for target in imports.values()):
            self.modules[parsed.file] = (key, module)
        return module


def _read_module(parsed: ParsedFile, names: NameResolver, clients: frozenset[str]) -> Module:
    declarations = DeclarationReader(names, parsed, clients)
    relative = "" if parsed.module == names.package else names.relative(parsed.module)
    declared = {name: node for name, node in parsed.bindings.items() if name != "__all__"}
    definitions: dict[str, Definition] = {
        name: declarations.read_definition(name, node) for name, node in declared.items()
    }
    bound = {name: names.relative(names.resolve_local(parsed, name)) for name in [*parsed.imports, *declared]}
    for star in parsed.star_imports:
        taken = _star_names(names, star)
        bound |= {name: names.relative(names.resolve(f"{star}.{name}")) for name in taken if name not in bound}
    return Module(
        name=relative,
        file=parsed.file,
        definitions=definitions,
        names=bound,
        exports=parsed.exports,
        documentation=docstring(parsed.tree.body),
        body=parsed.body(parsed.other_code),
    )


def _star_names(names: NameResolver, module: str, within: frozenset[str] = frozenset()) -> Iterable[str]:
    """The names that `from module import *` takes from a module of the package."""
    found = names.modules.get(names.resolve(module))
    if found is None or module in within:
        return ()
    if found.exports is not None:
        return found.exports
    inherited = (name for star in found.star_imports for name in _star_names(names, star, within | {module}))
    return [name for name in (*found.imports, *found.bindings, *inherited) if not name.startswith("_")]


def _class_by_client(stops: Sequence[ClientClass], names: NameResolver) -> dict[str, dict[Twin, str]]:
    found: dict[str, dict[Twin, str]] = {}
    for stop in stops:
        found.setdefault(stop.path, {})[stop.twin] = names.relative(stop.name)
    return dict(sorted(found.items()))


def _operations(
    stops: Sequence[ClientClass], names: NameResolver, walk: ClientWalker, modules: Mapping[str, Module], target: Target
) -> tuple[dict[str, dict[Twin, Callable]], dict[str, tuple[str, ...]]]:
    """The operations by path and client, and the files in which each is written."""
    classes = {
        definition.name: definition
        for module in modules.values()
        for definition in module.definitions.values()
        if isinstance(definition, Class)
    }

    def lineage(steps: Iterable[str]) -> list[Class]:
        return [classes[short] for step in steps if (short := names.relative(step)) in classes]

    found: dict[str, dict[Twin, Callable]] = {}
    places: dict[str, dict[str, None]] = {}
    for twin in TWINS:
        for stop in (stop for stop in stops if stop.twin == twin):
            raw = lineage(walk.lineage(stop.raw)) if stop.raw else []
            for name, chain in _operation_chains(lineage(stop.lineage), target.options_parameter):
                operation = target.family.operation_name(name, twin, is_async=chain[0].is_async)
                if operation is None:
                    continue
                path = f"{stop.path}.{operation}".removeprefix(".")
                behind = _overrides(raw, name)[:1]
                found.setdefault(path, {})[twin] = _merge_overrides(chain, behind)
                places.setdefault(path, {}).update(dict.fromkeys(method.file for method in [*chain, *behind]))
    return dict(sorted(found.items())), {path: tuple(files) for path, files in places.items()}


def _operation_chains(lineage: Sequence[Class], options: str) -> Iterator[tuple[str, list[Callable]]]:
    """The operations of a client: each public method that takes the options, with the methods that it overrides."""
    names = dict.fromkeys(name for ancestor in lineage for name in ancestor.members if not name.startswith("_"))
    for name in names:
        chain = _overrides(lineage, name)
        if any(method.argument(options) for method in chain):
            yield name, chain


def _overrides(lineage: Sequence[Class], name: str) -> list[Callable]:
    found = [ancestor.members[name] for ancestor in lineage if name in ancestor.members]
    if not found or not isinstance(found[0], Callable) or found[0].role == "property":
        return []
    return [member for member in found if isinstance(member, Callable)]


def _merge_overrides(chain: Sequence[Callable], behind: Sequence[Callable]) -> Callable:
    """Merge a method with those that it overrides and with its raw-response method.

    The arguments are those of the most derived method; a `**kwargs` there is replaced by the arguments of the
    overridden ones. The result is the first complete return annotation; the generic class of an override keeps its name
    and takes those type arguments. The body joins all of them.
    """
    public = chain[0]
    arguments = {argument.name: argument for argument in public.arguments}
    if any(argument.kind == "kwargs" for argument in public.arguments):
        arguments = {name: argument for name, argument in arguments.items() if argument.kind not in {"args", "kwargs"}}
        for method in chain[1:]:
            for argument in method.arguments:
                arguments.setdefault(argument.name, _keyword_only(argument))
    closed = next(
        (method.returns for method in chain if method.returns is not None and not _has_type_variable(method.returns)),
        None,
    )
    return replace(
        public,
        arguments=tuple(arguments.values()),
        returns=public.returns if closed is None else _fill_type_variables(public.returns, closed),
        inherited_returns=None if closed is public.returns else closed,
        body=join_bodies(method.body for method in [*chain, *behind]),
        documentation=next((method.documentation for method in chain if method.documentation), ""),
        deprecated=next((method.deprecated for method in chain if method.deprecated), ""),
    )


def _keyword_only(argument: Argument) -> Argument:
    return replace(argument, kind="keyword") if argument.kind in {"either", "positional"} else argument


def _fill_type_variables(declared: Type | None, closed: Type) -> Type:
    """An override's `Pager[T]` with the type arguments of the overridden method; else the closed type."""
    if declared is None or declared.kind != "unknown" or closed.kind != "unknown":
        return closed
    fits = 0 < len(declared.args) <= len(closed.args)
    variables = all(argument.name.startswith("~") for argument in declared.args)
    return replace(declared, args=closed.args[: len(declared.args)]) if fits and variables else closed


def _has_type_variable(type_: Type) -> bool:
    """The type contains a type variable."""
    return any(inner.kind == "unknown" and inner.name.startswith("~") for inner in type_.walk())
