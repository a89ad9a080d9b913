"""Reads from the sources of a release which code each operation depends on."""

from __future__ import annotations

import ast
import hashlib
import re
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final

from conformance.targets.contents import Contents
from conformance.upgrade.source.client_walker import ClientClass, ClientWalker, Function
from conformance.upgrade.source.code_body import without_docstring
from conformance.upgrade.source.code_digest import code_digest, digest, dump_code
from conformance.upgrade.source.code_inputs import LOADS_BY_NAME, CodeInputs
from conformance.upgrade.source.name_resolver import NameResolver
from conformance.upgrade.source.parsed_file import ParsedFile
from conformance.upgrade.source.sent_version import sent_version

_FINDS_FILES: Final = re.compile(
    rb"__(?:file|path|spec|loader)__|resources|pkgutil|get(?:source)?file|getmodule"
)  # beside the code


def code_inputs(
    contents: Contents, names: NameResolver, walk: ClientWalker, stops: Sequence[ClientClass]
) -> CodeInputs:
    """The modules of a release and what they depend on."""
    return _CodeReader(contents, names, walk, stops).read()


class _CodeReader:
    """Reads which modules of one release use which."""

    def __init__(
        self, contents: Contents, names: NameResolver, walk: ClientWalker, stops: Sequence[ClientClass]
    ) -> None:
        self.contents, self.names, self.walk, self.stops = contents, names, walk, stops
        self.sent_version = sent_version(names.modules.values())
        self.versions = {contents.version, self.sent_version} - {""}
        self.roots = {name for stop in stops if not stop.path for name in stop.lineage}
        self.own = {parsed.module: parsed for parsed in map(names.defining_module, sorted(self.roots)) if parsed}
        self.sub_clients = {name for stop in stops if stop.path for name in stop.lineage}

    def read(self) -> CodeInputs:
        """All of them."""
        modules = self.names.modules
        used = {name: self._used_names(parsed) for name, parsed in modules.items()}
        uses = {
            name: sorted(modules) if self._loads_by_name(modules[name]) else sorted(set(self._defining(found.values())))
            for name, found in used.items()
        }
        clients: dict[str, dict[str, None]] = {}
        for stop in self.stops:
            classes = [*stop.lineage, *(self.walk.lineage(stop.raw) if stop.raw else ())]
            clients.setdefault(stop.path, {}).update(dict.fromkeys(self._defining(classes)))
        active = [
            (modules[name], node)
            for name in sorted(self._imported_modules())
            for node in self._active_statements(modules[name])
        ]
        python = {parsed.file for parsed in modules.values()}
        return CodeInputs(
            digests={name: self._module_digest(modules[name], found) for name, found in used.items()},
            uses=uses,
            shared=[*self.own, *(module for parsed, node in active for module in self._mentioned(parsed, node))],
            clients={path: [*found] for path, found in clients.items() if path},
            own=self._own_digests(),
            statements=digest(f"{parsed.module} {dump_code([node], self.versions)}" for parsed, node in active),
            data=digest(sorted(self._data_files(python))),
            readers=[name for name, parsed in modules.items() if _FINDS_FILES.search(parsed.source)],
            packages={name: sorted(self._other_packages(parsed)) for name, parsed in modules.items()},
            sent_version=self.sent_version,
        )

    def _data_files(self, python: Collection[str]) -> Iterator[str]:
        for name, content in self.contents.files.items():
            if name not in python and not name.partition("/")[0].endswith(".dist-info"):
                yield f"{name} {_hash(content)}"

    def _used_names(self, parsed: ParsedFile) -> dict[str, str]:
        """The names that a module imports, also inside of functions, each with the name under which it is defined."""
        found = {name: self.names.resolve(name) for name in parsed.every_import}
        if parsed.module in self.own:
            return {name: target for name, target in found.items() if target not in self.sub_clients}
        return found

    def _other_packages(self, parsed: ParsedFile) -> set[str]:
        """The top-level names of the packages that a module imports, without its own and the standard library."""
        own = self.names.package.partition(".")[0]
        return {name.partition(".")[0] for name in parsed.every_import} - sys.stdlib_module_names - {own}

    def _defining(self, names: Iterable[str]) -> Iterator[str]:
        """The modules that names of the package mean, or are defined in."""
        for name in names:
            parsed = self.names.modules.get(name) or self.names.defining_module(name)
            if parsed is not None:
                yield parsed.module

    def _module_digest(self, parsed: ParsedFile, used: Mapping[str, str]) -> str:
        """The digest of a file, of the meaning of its imports, and of the packages that load these by name."""
        if parsed.module in self.own:
            return digest(sorted(f"{name} {target}" for name, target in used.items()))
        lazy = (self.names.modules.get(name.rpartition(".")[0]) for name in used)
        packages = {package.module: package for package in lazy if package and "__getattr__" in package.bindings}
        loaders = [f"{name} {_hash(package.source)}" for name, package in packages.items()]
        meanings = [f"{name} {target}" for name, target in used.items()]
        return digest([code_digest(parsed, self.versions), *sorted(meanings), *sorted(loaders)])

    @staticmethod
    def _loads_by_name(parsed: ParsedFile) -> bool:
        return not parsed.is_package and any(word.encode() in parsed.source for word in LOADS_BY_NAME)

    # What runs when a module is imported

    def _imported_modules(self) -> set[str]:
        """The modules that the package imports, at once or later, with the packages that contain them."""
        found: set[str] = set()
        todo = [self.names.package]
        while todo:
            name = todo.pop()
            parsed = self.names.modules.get(name)
            if parsed is not None and name not in found:
                found.add(name)
                steps = [target.split(".") for target in {name, *parsed.every_import}]
                todo.extend({".".join(step[:count]) for step in steps for count in range(1, len(step) + 1)})
        return found

    def _active_statements(self, parsed: ParsedFile) -> Iterator[ast.AST]:
        """The statements that do more than declare names when the module is imported."""
        main = {id(node) for test in parsed.tree.body if _is_main(test) for node in ast.walk(test)}
        for node in parsed.other_code:
            if id(node) not in main and not self._only_declares(parsed, node):
                yield node
        yield from (node for node in parsed.bindings.values() if self._calls_package(parsed, node))

    def _mentioned(self, parsed: ParsedFile, node: ast.AST) -> Iterator[str]:
        """The modules that the names in a statement come from."""
        steps = (step for step in ast.walk(node) if isinstance(step, ast.Name | ast.Attribute))
        read = (step for step in steps if isinstance(step.ctx, ast.Load))
        yield from self._defining(self.names.resolve_expression(parsed, step) for step in read)

    def _only_declares(self, parsed: ParsedFile, node: ast.stmt | ast.expr) -> bool:
        """It binds names without running code of the package, or completes one of the module's classes."""
        match node:
            case ast.Expr(value=ast.Call(func=ast.Attribute(value=ast.Name(id=name)))) if self._is_class(parsed, name):
                return True
            case ast.Expr(value=ast.Call(args=[ast.Name(id=name), *_])):
                return self._is_class(parsed, name)
            case ast.Assign(targets=[ast.Name()]) | ast.AnnAssign(target=ast.Name()) | ast.AugAssign(target=ast.Name()):
                return not self._calls_package(parsed, node)
            case ast.ClassDef() | ast.FunctionDef() | ast.AsyncFunctionDef():
                return not self._calls_package(parsed, node)
            case ast.With(items=items, body=body):
                opened = any(self._calls_package(parsed, item.context_expr) for item in items)
                return not opened and all(self._only_declares(parsed, statement) for statement in body)
            case ast.expr():
                return not self._calls_package(parsed, node)
        return isinstance(node, ast.Import | ast.ImportFrom | ast.Pass)

    @staticmethod
    def _is_class(parsed: ParsedFile, name: str) -> bool:
        return isinstance(parsed.bindings.get(name), ast.ClassDef)

    def _calls_package(self, parsed: ParsedFile, node: ast.AST) -> bool:
        """An expression, or the value or a decorator of a declaration, calls a function of the package."""
        called: list[ast.expr] = list(getattr(node, "decorator_list", ()))
        value = node if isinstance(node, ast.expr) else getattr(node, "value", None)
        called += [inner.func for inner in ast.walk(value) if isinstance(inner, ast.Call)] if value is not None else []
        steps = (step.func if isinstance(step, ast.Call) else step for step in called)
        return any(self.names.owns(self.names.resolve_expression(parsed, step)) for step in steps)

    # The SDK's own client

    def _own_digests(self) -> dict[str, str]:
        """The digest of the SDK's own client for each of its attributes, and without one for its own methods."""
        attributes = {stop.path.partition(".")[0] for stop in self.stops}
        parts = [part for parsed in self.own.values() for part in self._own_parts(parsed, attributes - {""})]
        return {
            attribute: digest([dump for owner, dump in parts if owner in {"", attribute}]) for attribute in attributes
        }

    def _own_parts(self, parsed: ParsedFile, attributes: Collection[str]) -> Iterator[tuple[str, str]]:
        """The code of a module, piece by piece, each with the attribute of the client that it leads to, or ""."""
        for statement in parsed.tree.body:
            if isinstance(statement, ast.ClassDef) and f"{parsed.module}.{statement.name}" in self.roots:
                yield "", dump_code([*statement.bases, *statement.keywords, *statement.decorator_list], self.versions)
                for member in without_docstring(statement.body):
                    yield from self._member_parts(member, attributes)
            elif not isinstance(statement, ast.Import | ast.ImportFrom) and not _is_type_checking(statement):
                yield "", dump_code([statement], self.versions)

    def _member_parts(self, member: ast.stmt, attributes: Collection[str]) -> Iterator[tuple[str, str]]:
        if isinstance(member, Function) and member.name in attributes:
            yield member.name, dump_code([member], self.versions)
        elif isinstance(member, Function) and member.name == "__init__":
            yield "", dump_code([member.args], self.versions)
            for statement in without_docstring(member.body):
                yield _assigned_attribute(statement, attributes), dump_code([statement], self.versions)
        else:
            yield "", dump_code([member], self.versions)


def _is_main(statement: ast.stmt) -> bool:
    """The statement is `if __name__ == "__main__"`, which an import skips."""
    return isinstance(statement, ast.If) and "'__main__'" in ast.dump(statement.test)


def _is_type_checking(statement: ast.stmt) -> bool:
    return isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test)


def _assigned_attribute(statement: ast.stmt, attributes: Collection[str]) -> str:
    """The sub-client that `self.name = ...` or `self._name = ...` assigns; "" for any other statement."""
    match statement:
        case (
            ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)])
            | ast.AnnAssign(target=ast.Attribute(value=ast.Name(id="self"), attr=name))
        ) if name.removeprefix("_") in attributes:
            return name.removeprefix("_")
    return ""


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
