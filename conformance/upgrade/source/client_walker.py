"""The walk from the SDK's client to the classes of its sub-clients, as the source of the classes declares them.

A sub-client is a public attribute that `__init__` assigns or that the class annotates with a class of the package, or
a property that returns one: its return annotation names a class of the package, or its body constructs one.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field

from conformance.contract.model import TWINS, Twin
from conformance.targets.target import CLIENT_MODULE, Target
from conformance.upgrade.source.name_resolver import NameResolver
from conformance.upgrade.source.parsed_file import ParsedFile, imported_names

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientClass:
    """A client class, by absolute names. `raw` is the class of its raw-response client, "" where it has none.

    `lineage` are the package's classes that it inherits from, itself included, most derived first.
    """

    path: str
    twin: Twin
    name: str
    lineage: tuple[str, ...]
    raw: str


@dataclass
class ClientWalker:
    """Walks the clients of one release."""

    names: NameResolver
    target: Target
    _attributes: dict[str, dict[str, str]] = field(default_factory=dict)

    def client_classes(self) -> Iterator[ClientClass]:
        """Every class that the clients lead to, with its attribute path."""
        if self.target.family.parts:
            yield from self._parts(f"{self.names.package}.{self.target.family.parts}")
            return
        for twin in TWINS:
            start = self._start(self.target.client_name(twin))
            todo = [("", start, frozenset({start}))]
            while todo:
                path, name, seen = todo.pop()
                if self._class_node(name) is None:
                    continue
                reached = self.attributes(name)
                raw = reached.get(self.target.raw_attribute, "")
                yield ClientClass(path=path, twin=twin, name=name, lineage=tuple(self.lineage(name)), raw=raw)
                for attribute, cls in reached.items():
                    if (
                        not attribute.startswith("_")
                        and attribute not in self.target.raw_attributes
                        and cls not in seen
                    ):
                        todo.append((f"{path}.{attribute}".removeprefix("."), cls, seen | {cls}))

    def _parts(self, module: str) -> Iterator[ClientClass]:
        """The classes that a module exports, each a part of the client by its own name."""
        for attribute in sorted(self.names.modules[module].imports if module in self.names.modules else ()):
            name = self.names.resolve(f"{module}.{attribute}")
            if self._class_node(name) is not None:
                lineage = tuple(self.lineage(name))
                yield ClientClass(path=attribute, twin="sync", name=name, lineage=lineage, raw="")

    def _start(self, name: str) -> str:
        """The client's class, which some releases export only from the module that defines it."""
        places = [self.names.resolve(f"{self.names.package}.{place}{name}") for place in ("", f"{CLIENT_MODULE}.")]
        return next((place for place in places if self._class_node(place) is not None), places[0])

    def _class_node(self, name: str) -> ast.ClassDef | None:
        node = self.names.definition_node(name)
        return node if isinstance(node, ast.ClassDef) else None

    def lineage(self, name: str) -> Iterator[str]:
        """A class and the package's classes that it inherits from, most derived first, each once."""
        seen: set[str] = set()
        todo = [name]
        while todo:
            step = todo.pop(0)
            node, module = self._class_node(step), self.names.defining_module(step)
            if step in seen or node is None or module is None:
                continue
            seen.add(step)
            yield step
            todo = [*self.names.base_names(module, node), *todo]

    def attributes(self, name: str) -> dict[str, str]:
        """The attributes of a class, inherited ones included, that hold an object of a class of the package."""
        found = self._attributes.get(name)
        if found is None:
            found = self._attributes[name] = {}
            for step in self.lineage(name):
                for attribute, cls in self._own_clients(step):
                    found.setdefault(attribute, cls)
        return found

    def _own_clients(self, name: str) -> Iterator[tuple[str, str]]:
        module, node = self.names.defining_module(name), self._class_node(name)
        if module is None or node is None:
            return
        functions = [statement for statement in node.body if isinstance(statement, Function)]
        hidden = {function.name for function in functions}  # a property of the class hides what `__init__` assigns
        inits = [function for function in functions if function.name == "__init__"]
        made = {name: cls for init in inits for name, cls in self._constructed_classes(module, init.body, {})}
        for statement in node.body:
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                cls = self._annotated_class(module, statement.annotation)
                made |= {statement.target.id: cls} if cls else {}
        yield from ((name, cls) for name, cls in made.items() if name not in hidden)
        for function in functions:
            if function.name.startswith("_") or not _is_property(function):
                continue
            local = dict(self._constructed_classes(module, function.body, {}))
            cls = self._annotated_class(module, function.returns) or local.get("", "") or next(iter(local.values()), "")
            cls = cls or next((made.get(name, "") for name in _returned_attributes(function)), "")
            if cls:
                yield function.name, cls

    def _annotated_class(self, module: ParsedFile, node: ast.expr | None) -> str:
        """The class of the package that an annotation names."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                node = ast.parse(node.value, mode="eval").body
            except SyntaxError:
                return ""
        return self._package_class(module, node, {}) if node is not None else ""

    def _constructed_classes(
        self, module: ParsedFile, statements: list[ast.stmt], local: dict[str, str]
    ) -> Iterator[tuple[str, str]]:
        """The classes constructed by `self.name = Class(...)`, in branches too, and by `return Class(...)` as ""."""
        for statement in statements:
            match statement:
                case ast.ImportFrom():
                    local.update(imported_names(statement, module.module, is_package=module.is_package))
                case (
                    ast.Assign(targets=[ast.Attribute(value=ast.Name(id="self"), attr=name)], value=ast.Call(func=made))
                    | ast.AnnAssign(
                        target=ast.Attribute(value=ast.Name(id="self"), attr=name), value=ast.Call(func=made)
                    )
                ) if cls := self._package_class(module, made, local):
                    yield name, cls
                case ast.Return(value=ast.Call(func=made)) if cls := self._package_class(module, made, local):
                    yield "", cls
                case ast.If() | ast.With() | ast.Try():
                    yield from self._constructed_classes(module, statement.body, local)
                    yield from self._constructed_classes(module, getattr(statement, "orelse", []), local)

    def _package_class(self, module: ParsedFile, node: ast.expr, local: dict[str, str]) -> str:
        if isinstance(node, ast.Name) and node.id in local:
            name = self.names.resolve(local[node.id])
        else:
            name = self.names.resolve_expression(module, node)
        return name if self.names.owns(name) and self._class_node(name) is not None else ""


def _is_property(function: Function) -> bool:
    return any(
        (isinstance(decorator, ast.Name) and decorator.id in {"property", "cached_property"})
        or (isinstance(decorator, ast.Attribute) and decorator.attr == "cached_property")
        for decorator in function.decorator_list
    )


def _returned_attributes(function: Function) -> Iterator[str]:
    """The attribute of `self` that a function's last statement returns."""
    match function.body[-1]:
        case ast.Return(value=ast.Attribute(value=ast.Name(id="self"), attr=name)):
            yield name
