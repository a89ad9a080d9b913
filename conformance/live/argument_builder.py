"""Builds calls whose arguments refer to resources on a server, follow the recipe, or are samples of their types."""

from __future__ import annotations

import re
import uuid
from abc import ABC, abstractmethod
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from conformance.contract.model import Operation, Parameter
from conformance.contract.types import Type
from conformance.generate.call import Call
from conformance.generate.value_from_json import value_from_json
from conformance.generate.values import File, Record, Value
from conformance.live.resource_context import CreatedResource, ResourceContext, Unreachable, identity_as, value_at

_REFERENCE: Final = re.compile(r"\{([a-z_][a-z0-9_]*(?:\.[A-Za-z0-9_]+)*)(?:#([^}]*))?\}")
NO_EMULATOR: Final = (
    "it needs a service that the server can connect to, and emulators of those run only beside a server that the run "
    "starts (--server)"
)


class ArgumentBuilder(ABC):
    """Builds calls. Subclasses provide the resources; `resources` are those provided so far, by name.

    `impossible` says of optional arguments why the last call that should have had them has not.
    """

    def __init__(self, context: ResourceContext) -> None:
        self.context = context
        self.resources: dict[str, CreatedResource] = {}
        self.impossible: dict[str, str] = {}

    @contextmanager
    def using(self, name: str, resource: CreatedResource) -> Iterator[None]:
        """While open, this resource is the one with the name."""
        before = self.resources.get(name)
        self.resources[name] = resource
        try:
            yield
        finally:
            if before is None:
                del self.resources[name]
            else:
                self.resources[name] = before

    @abstractmethod
    def get(self, name: str) -> CreatedResource:
        """The resource with a name, created on first use. Raises Unreachable."""

    @abstractmethod
    def prepare(self, operation: Operation, fixed: Mapping[str, Any], names: Collection[str]) -> None:
        """Provide what a call needs besides its arguments: `fixed` are given, `names` are optional ones.

        Raises Unreachable.
        """

    def linked_resources(
        self, operation: Operation, fixed: Mapping[str, Any], optional: Collection[str] | None = None
    ) -> list[str]:
        """The names of the resources that a call's fixed and required arguments refer to, or these `optional` ones."""
        names: list[str] = []
        for parameter in operation.accepted:
            is_given = parameter.name in fixed or parameter.required
            if is_given is (optional is not None) or not (is_given or parameter.name in (optional or ())):
                continue
            if parameter.name in fixed:
                names += _referred_names(fixed[parameter.name])
            else:
                resource = self.context.links.for_parameter(operation, parameter)
                names += [] if resource is None else [resource.name]
        return [name for name in dict.fromkeys(names) if name in self.context.links.resources]

    def build_call(
        self,
        operation: Operation,
        names: Collection[str] = (),
        *,
        given: Mapping[str, Any] | None = None,
        origin: str = "simplest",
    ) -> Call:
        """A call with the required arguments, those of the recipe, those `given`, and the optional ones in `names`.

        An optional argument whose resource is unreachable is left out. Raises Unreachable for a required one.
        """
        recipe = self.context.recipe_for(operation.path)
        fixed = {**recipe.arguments, **(given or {})}
        self.prepare(operation, fixed, names)
        arguments: dict[str, Value] = {}
        for parameter in operation.accepted:
            if parameter.required or parameter.name in fixed:
                arguments[parameter.name] = self._build_argument(operation, parameter, fixed)
            elif parameter.name in names:
                try:
                    value = self._build_argument(operation, parameter, recipe.values, complete=True)
                except Unreachable as reason:
                    self.impossible[parameter.name] = str(reason)
                    continue
                arguments[parameter.name] = value
        in_path = (arguments.get(parameter.name) for parameter in operation.accepted if parameter.location == "path")
        needs_escape = any(isinstance(value, str) and "/" in value for value in in_path)
        return Call(operation.path, arguments, "path" if needs_escape else origin)

    def _build_argument(
        self, operation: Operation, parameter: Parameter, given: Mapping[str, Any], *, complete: bool = False
    ) -> Value:
        """The given value of an argument, or the identity of its resource, or a sample. Raises Unreachable."""
        if parameter.name in given:
            return self._to_value(self.resolve(given[parameter.name]), parameter.type)
        resource = self.context.links.for_parameter(operation, parameter)
        if resource is not None and parameter.location == "path":
            return identity_as(self.get(resource.name).identity, parameter.type)
        general = self.context.recipe.arguments
        for name in (parameter.name, parameter.wire_name):
            if name in general:
                return self._to_value(self.resolve(general[name]), parameter.type)
        if resource is not None:
            return identity_as(self.get(resource.name).identity, parameter.type)
        if parameter.location == "path":
            raise Unreachable(f"no known resource or value for `{parameter.name}`")
        declared = parameter.type.without_null()
        samples = self.context.samples
        sample = samples.fullest(declared, parameter.name) if complete else samples.simplest(declared)
        return self._with_known_values(sample)

    def _with_known_values(self, sample: Value) -> Value:
        """A sample whose fields have the recipe's values, or refer to resources, where their names match."""
        if isinstance(sample, Record):
            fields = {field.name: field for field in self.context.models[sample.model].fields}
            return Record(
                sample.model,
                {name: self._known_value(name, fields[name].type, value) for name, value in sample.fields.items()},
            )
        return [self._with_known_values(item) for item in sample] if isinstance(sample, list) else sample

    def _known_value(self, name: str, declared: Type, sample: Value) -> Value:
        if name in self.context.recipe.arguments:
            return self._to_value(self.resolve(self.context.recipe.arguments[name]), declared)
        resource = self.context.links.by_name(name, declared)
        if resource is not None and resource.name in self.resources:
            return identity_as(self.resources[resource.name].identity, declared)
        return self._with_known_values(sample)

    def _to_value(self, value: Any, declared: Type) -> Value:
        """JSON as a value of a declared type; unchanged if the type does not allow it."""
        if any(member.kind == "file" for member in declared.members) and isinstance(value, list):
            name, content, content_type = value
            return File(name, content.encode(), content_type)
        try:
            return value_from_json(value, declared, self.context.models)
        except ValueError:
            return value

    def resolve(self, value: Any, response: Any = None) -> Any:
        """A recipe's value with its references replaced. `{answer.x}` is a field of `response`. Raises Unreachable."""
        match value:
            case str():
                whole = _REFERENCE.fullmatch(value)
                if whole:
                    return self._resolve_reference(whole, response)
                return _REFERENCE.sub(lambda found: str(self._resolve_reference(found, response)), value)
            case list():
                return [self.resolve(item, response) for item in value]
            case dict():
                return {key: self.resolve(item, response) for key, item in value.items()}
        return value

    def _resolve_reference(self, reference: re.Match[str], response: Any) -> Any:
        name, _, path = reference.group(1).partition(".")
        try:
            match name:
                case "unique":
                    return self.context.unique_name()
                case "uuid":
                    return str(uuid.uuid5(uuid.NAMESPACE_URL, self.context.unique_name()))
                case "emulator":
                    return self.context.emulators[path]
                case "answer":
                    value = value_at(response, path)
                case _:
                    resource = self.get(name)
                    value = value_at(resource.response, path) if path else resource.identity
        except KeyError as missing:
            if name == "emulator":
                raise Unreachable(NO_EMULATOR) from None
            raise Unreachable(f"the response that describes `{name}` has no `{missing.args[0]}`") from None
        prefix = reference.group(2)
        return value.removeprefix(prefix) if prefix and isinstance(value, str) else value


def _referred_names(value: Any) -> Iterator[str]:
    """The names before the dots in the references of a recipe's value."""
    match value:
        case str():
            yield from (found.group(1).partition(".")[0] for found in _REFERENCE.finditer(value))
        case list():
            for item in value:
                yield from _referred_names(item)
        case dict():
            for item in value.values():
                yield from _referred_names(item)
