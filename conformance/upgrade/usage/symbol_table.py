"""The names that definitions of the SDK have in changes and in uses."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from conformance.contract.model import Twin
from conformance.contract.types import Type
from conformance.upgrade.source.api import Api
from conformance.upgrade.source.definitions import Argument, Attribute, Callable, Class

SymbolKind = Literal["operation", "client", "class", "function", "field", "alias", "module"]


@dataclass(frozen=True, slots=True)
class Symbol:
    """A name and its kind. `name` and `twin` are as in `Use`."""

    name: str
    kind: SymbolKind
    twin: Twin | Literal[""] = ""


@dataclass(frozen=True)
class SymbolTable:
    """The symbols of one release. `raw` is the attribute that leads from a client to its raw-response client.

    `assigned_attributes` are attributes that methods assign to `self` without a declaration.
    """

    api: Api
    raw: str
    assigned_attributes: frozenset[str] = frozenset()

    @cached_property
    def paths(self) -> dict[str, str]:
        """The attribute path from the client to each class that a part of it may be an instance of."""
        found: dict[str, str] = {}
        for path, twins in sorted(self.api.clients.items(), key=lambda item: (item[0].count("."), item[0])):
            for name in twins.values():
                for ancestor in self.api.lineage(name):
                    found.setdefault(ancestor.name, path)
                    if (raw := self._raw_client_name(ancestor)) is not None:
                        found.setdefault(raw, path)
        return found

    @cached_property
    def _twins(self) -> dict[str, Twin]:
        """The client to which each class of a part of it belongs; classes that both clients share are left out."""
        found: dict[str, set[Twin]] = {}
        for twins in self.api.clients.values():
            for twin, name in twins.items():
                for ancestor in self.api.lineage(name):
                    raw = self._raw_client_name(ancestor)
                    for owner in (ancestor.name, *([] if raw is None else [raw])):
                        found.setdefault(owner, set()).add(twin)
        return {name: next(iter(twins)) for name, twins in found.items() if len(twins) == 1}

    @cached_property
    def attribute_names(self) -> frozenset[str]:
        """The last steps of all names: an attribute with another name cannot belong to the SDK."""
        names = {name for module in self.api.modules.values() for name in module.names}
        names |= {step for module in self.api.modules for step in module.split(".")}
        members = {member for class_ in self.api.classes.values() for member in class_.members}
        return frozenset(
            names | members | self.assigned_attributes | {path.rpartition(".")[2] for path in self.api.clients}
        )

    def _raw_client_name(self, client: Class) -> str | None:
        member = client.members.get(self.raw)
        if not isinstance(member, Callable) or member.returns is None:
            return None
        module = client.name.rpartition(".")[0]
        name = member.returns.name.rpartition(".")[2]
        names = self.api.modules[module].names if module in self.api.modules else {}
        return names.get(name, member.returns.name)

    def by_name(self, dotted: str) -> Symbol | None:
        """The symbol of a definition or member, by its dotted name relative to the package; None for anything else."""
        if dotted in self.api.modules:
            return Symbol(dotted, "module")
        found = self.api.definitions.get(dotted)
        match found:
            case Class():
                return Symbol(dotted, "class", self._twins.get(dotted, ""))
            case Callable():
                return Symbol(dotted, "function")
            case None:
                return self._member_symbol(dotted)
        return Symbol(dotted, "alias")

    def _member_symbol(self, dotted: str) -> Symbol | None:
        owner, _, name = dotted.rpartition(".")
        if owner not in self.api.classes:
            return None
        if owner in self.paths:
            path = f"{self.paths[owner]}.{name}".removeprefix(".")
            twin: Twin | Literal[""] = self._twins.get(owner, "")
            if path in self.api.operations:
                return Symbol(path, "operation", twin)
            if path in self.api.clients:
                return Symbol(path, "client", twin)
            if name == self.raw:
                return Symbol(self.paths[owner], "client", twin)
        declaring = next(
            (ancestor for ancestor in self.api.lineage(owner) if name in ancestor.members), self.api.classes[owner]
        )
        member = declaring.members.get(name)
        is_method = isinstance(member, Callable) and member.role != "property"
        return Symbol(f"{declaring.name}.{name}", "function" if is_method else "field")

    def by_import(self, dotted: str) -> Symbol | None:
        """The symbol of a name in an import, or of an attribute of one: `types.Project`, through re-exports."""
        if not dotted:
            return Symbol("", "module")
        steps = dotted.split(".")
        for count in range(len(steps), -1, -1):
            module = self.api.modules.get(".".join(steps[:count]))
            if module is None:
                continue
            if count == len(steps):
                return Symbol(dotted, "module")
            target = module.names.get(steps[count])
            if target is not None:
                rest = steps[count + 1 :]
                return (
                    self.by_import(".".join([target, *rest]))
                    if target in self.api.modules
                    else self.by_name(".".join([target, *rest]))
                )
            return self.by_name(dotted)
        return None

    def arguments(self, symbol: Symbol) -> dict[str, Argument | Attribute]:
        """The arguments of a call or a construction, by name."""
        match symbol.kind:
            case "operation":
                twins = self.api.operations[symbol.name]
                return {argument.name: argument for twin in twins.values() for argument in twin.arguments}
            case "class":
                members = self.api.members(symbol.name)
                made = members.get("__init__")
                if isinstance(made, Callable):
                    return {argument.name: argument for argument in made.arguments}
                return {name: member for name, member in members.items() if isinstance(member, Attribute)}
            case "function":
                found = self.function(symbol.name)
                return {} if found is None else {argument.name: argument for argument in found.arguments}
        return {}

    def function(self, name: str) -> Callable | None:
        """A function or method by its dotted name."""
        owner, _, short = name.rpartition(".")
        found = self.api.definitions.get(name) or self.api.members(owner).get(short)
        return found if isinstance(found, Callable) else None

    def key_fields(self, type_: Type | None, key: str) -> list[Symbol]:
        """The fields that a key of a dict stands for where a type is declared: by its name or its name on the wire."""
        found = []
        for inner in () if type_ is None else self.api.expand(type_).walk():
            for owner in self.api.lineage(inner.name):
                for name, member in owner.members.items():
                    if isinstance(member, Attribute) and key in {name, member.wire_name}:
                        found.append(Symbol(f"{owner.name}.{name}", "field"))
        return list(dict.fromkeys(found))

    def field_type(self, field: str) -> Type | None:
        """The declared type of a field, by its dotted name."""
        owner, _, name = field.rpartition(".")
        member = self.api.members(owner).get(name)
        return member.type if isinstance(member, Attribute) else None

    def enum_names(self, type_: Type | None) -> list[str]:
        """The names of the enums and aliases in an annotation."""
        if type_ is None:
            return []
        classes, definitions = self.api.classes, self.api.definitions
        names = [inner.name for inner in type_.walk() if inner.name in definitions]
        return [name for name in names if name not in classes or classes[name].kind == "enum"]
