"""Grounding: calls whose arguments are of what exists on a server, as the recipe tells, or samples of their types."""

from __future__ import annotations

import re
import uuid
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping
from typing import Any, Final

from conformance.contract.model import Operation, Parameter
from conformance.contract.types import Type
from conformance.generate.call import Call
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import File, Record, Value
from conformance.live.resource_context import CreatedResource, ResourceContext, Unreachable, as_type, at

_REFERENCE: Final = re.compile(r"\{([a-z_][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*)(?:#([^}]*))?\}")


class ArgumentBuilder(ABC):
    """Makes calls of what there is; whoever inherits from this makes that. `found` is what was asked for so far."""

    def __init__(self, scene: ResourceContext) -> None:
        self.scene = scene
        self.found: dict[str, CreatedResource] = {}

    @abstractmethod
    def get(self, name: str) -> CreatedResource:
        """The resource of a name, made if it is not there yet. Raises Unreachable."""

    def call(
        self,
        operation: Operation,
        names: Collection[str] = (),
        *,
        told: Mapping[str, Any] | None = None,
        origin: str = "simplest",
    ) -> Call:
        """A call with what is required, what the recipe tells, and the optional arguments of these names.

        An optional argument that needs what cannot be made is left out. Raises Unreachable for a required one.
        """
        recipe = self.scene.told(operation.path)
        given = {**recipe.arguments, **(told or {})}
        for name in recipe.before:
            self.get(name)
        arguments: dict[str, Value] = {}
        for parameter in operation.accepted:
            if parameter.required or parameter.name in given:
                arguments[parameter.name] = self.argument(operation, parameter, given)
            elif parameter.name in names:
                try:
                    arguments[parameter.name] = self.argument(operation, parameter, recipe.values, complete=True)
                except Unreachable:
                    continue
        inside = (arguments.get(p.name) for p in operation.accepted if p.location == "path")
        hostile = any(isinstance(value, str) and "/" in value for value in inside)
        return Call(operation.path, arguments, "path" if hostile else origin)

    def argument(
        self, operation: Operation, parameter: Parameter, told: Mapping[str, Any], *, complete: bool = False
    ) -> Value:
        """A value for one argument: as told, or of what it identifies, or a sample of its type. Raises Unreachable."""
        if parameter.name in told:
            return self.typed(self.resolved(told[parameter.name]), parameter.type)
        resource = self.scene.links.for_parameter(operation, parameter)
        if resource is not None and parameter.location == "path":
            return as_type(self.get(resource.name).identity, parameter.type)
        general = self.scene.recipe.arguments
        for name in (parameter.name, parameter.wire_name):
            if name in general:
                return self.typed(self.resolved(general[name]), parameter.type)
        if resource is not None:
            return as_type(self.get(resource.name).identity, parameter.type)
        if parameter.location == "path":
            raise Unreachable(f"nothing is known that gives `{parameter.name}`")
        declared = parameter.type.without_null()
        samples = self.scene.samples
        value = samples.fullest(declared, parameter.name) if complete else samples.simplest(declared)
        return self._fitted(value)

    def _fitted(self, value: Value) -> Value:
        """A sample with the recipe's values, and with identities of what there is, wherever a field has such a name."""
        if isinstance(value, Record):
            fields = {each.name: each for each in self.scene.models[value.model].fields}
            return Record(
                value.model,
                {name: self._field(name, fields[name].type, item) for name, item in value.fields.items()},
            )
        return [self._fitted(item) for item in value] if isinstance(value, list) else value

    def _field(self, name: str, declared: Type, value: Value) -> Value:
        if name in self.scene.recipe.arguments:
            return self.typed(self.resolved(self.scene.recipe.arguments[name]), declared)
        resource = self.scene.links.by_name(name, declared)
        if resource is not None and resource.name in self.found:
            return as_type(self.found[resource.name].identity, declared)
        return self._fitted(value)

    def typed(self, value: Any, declared: Type) -> Value:
        """JSON as a value of a declared type, as it is where the type does not admit it."""
        if any(member.kind == "file" for member in declared.members) and isinstance(value, list):
            name, content, content_type = value
            return File(name, content.encode(), content_type)
        try:
            return value_from_json(value, declared, self.scene.models)
        except ValueError:
            return value

    def resolved(self, value: Any) -> Any:
        """A recipe's value with every reference in it replaced. Raises Unreachable."""
        return self.resolved_with(value, None)

    def resolved_with(self, value: Any, answer: Any) -> Any:
        """Likewise; `{answer.x}` is a field of an answer that is no resource."""
        match value:
            case str():
                whole = _REFERENCE.fullmatch(value)
                if whole:
                    return self._reference(whole, answer)
                return _REFERENCE.sub(lambda found: str(self._reference(found, answer)), value)
            case list():
                return [self.resolved_with(item, answer) for item in value]
            case dict():
                return {key: self.resolved_with(item, answer) for key, item in value.items()}
        return value

    def _reference(self, found: re.Match[str], answer: Any) -> Any:
        name, _, steps = found.group(1).partition(".")
        try:
            match name:
                case "unique":
                    return self.scene.word()
                case "uuid":
                    return str(uuid.uuid5(uuid.NAMESPACE_URL, self.scene.word()))
                case "emulator":
                    return self.scene.emulators[steps]
                case "answer":
                    value = at(answer, steps)
                case _:
                    made = self.get(name)
                    value = at(made.answer, steps) if steps else made.identity
        except KeyError as missing:
            raise Unreachable(f"`{found.group()}`: there is no `{missing.args[0]}`") from None
        drop = found.group(2)
        return value.removeprefix(drop) if drop and isinstance(value, str) else value
