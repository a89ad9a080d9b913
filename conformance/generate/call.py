"""Call: one operation with arguments. What an exchange is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from conformance.contract.model import Model
from conformance.generate.values import Value, holds_model, source


@dataclass(frozen=True, slots=True)
class Call:
    """One call. `origin` tells where it comes from: simplest, full, edge, path, none, random, or invalid.

    The body of an invalid one is forbidden by the OpenAPI document that was given.
    """

    operation: str
    arguments: Mapping[str, Value]
    origin: str = "random"

    @property
    def holds_model(self) -> bool:
        """An argument is a model, or contains one."""
        return any(holds_model(value) for value in self.arguments.values())

    def expression(self, models: Mapping[str, Model], package: str, imports: set[str]) -> str:
        """The call as Python source on a variable named `client`."""
        given = (f"{name}={source(value, models, package, imports)}" for name, value in self.arguments.items())
        return f"client.{self.operation}({', '.join(given)})"
