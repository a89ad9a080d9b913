"""Call: one operation with arguments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.contract.model import Model
from conformance.generate.values import Value, holds_model, source


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `origin` says how its arguments were made: simplest, full, edge, path, none, random, or invalid.

    The OpenAPI document forbids the body of an invalid call.
    """

    operation: str
    arguments: Mapping[str, Value]
    origin: str = "random"

    @property
    def holds_model(self) -> bool:
        """An argument is or contains a model."""
        return any(holds_model(value) for value in self.arguments.values())

    def expression(self, models: Mapping[str, Model], package: str, imports: set[str]) -> str:
        """The call as Python source on a variable named `client`."""
        given = (f"{name}={source(value, models, package, imports)}" for name, value in self.arguments.items())
        return f"client.{self.operation}({', '.join(given)})"
