"""Call: one operation with arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.contract.model import Model, Operation
from conformance.generate.values import Value, holds_model, source, with_members


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `origin` says how its arguments were made.

    It is simplest, full, edge, path, none, random, invalid, or example. An invalid call has a body that the OpenAPI
    document forbids; an example is one of the SDK's documentation.
    """

    operation: str
    arguments: Mapping[str, Value]
    origin: str = "random"

    def holds_model(self, models: Mapping[str, Model]) -> bool:
        """An argument is or contains a model, which a plain dict could replace."""
        return any(holds_model(value, models) for value in self.arguments.values())

    def expression(self, models: Mapping[str, Model], package: str, imports: set[str]) -> str:
        """The call as Python source on a variable named `client`."""
        given = (f"{name}={source(value, models, package, imports)}" for name, value in self.arguments.items())
        return f"client.{self.operation}({', '.join(given)})"


def packed_arguments(arguments: Mapping[str, Value], operation: Operation) -> dict[str, Value]:
    """The arguments as a program writes them: those within another one as its value."""
    within = {parameter.name: parameter.within for parameter in operation.parameters if parameter.within}
    packed: dict[str, dict[str, Value]] = {}
    for name, value in arguments.items():
        if name in within:
            packed.setdefault(within[name], {})[name] = value
    return {**{name: value for name, value in arguments.items() if name not in within}, **packed}


def values_of_caller(arguments: Mapping[str, Value], operation: Operation) -> dict[str, Value]:
    """The arguments as a caller passes them: with the members of enums."""
    types = {parameter.name: parameter.type for parameter in operation.parameters}
    return {name: with_members(types[name], value) if name in types else value for name, value in arguments.items()}
