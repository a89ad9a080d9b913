"""The context that all resource pools of a run share, and the values that they exchange."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from conformance.contract.model import Model
from conformance.contract.types import Type
from conformance.exchange.model import Exchange
from conformance.generate.call import Call
from conformance.generate.links import Links
from conformance.generate.samples import Samples
from conformance.generate.values import Value
from conformance.servers.ledger import Ledger
from conformance.targets.live_recipe import LiveRecipe, OperationRecipe
from conformance.wire import Request, Response


class Unreachable(Exception):
    """A call is impossible: a resource that it needs can neither be created nor found. The text names the resource."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedResource:
    """A resource on the server."""

    identity: Any
    response: Any  # the body of the response that described it
    path: str  # in the ledger, "" for a resource that existed before
    nested: bool  # it belongs to another resource of this run, and is deleted with that


@dataclass(frozen=True, kw_only=True)
class ResourceContext:
    """The context that all resource pools of a run share."""

    links: Links
    recipe: LiveRecipe
    models: Mapping[str, Model]
    ledger: Ledger
    call_sdk: Callable[[Call], Exchange]  # makes a call that is not judged
    send: Callable[[Request], Response]  # sends a request that is not judged
    emulators: Mapping[str, str]  # addresses and keys of local emulators
    sdk_version: str
    server_version: str
    managed: bool  # the run started the server, and deletes all of it at the end
    read_only: bool = False  # nothing may be created: calls use resources that exist
    lists: dict[str, Exchange | None] = field(
        default_factory=dict, repr=False
    )  # that a read-only run has read, by call
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1), repr=False)

    @cached_property
    def samples(self) -> Samples:
        """Sample values of the SDK's types."""
        return Samples(self.models)

    def recipe_for(self, path: str) -> OperationRecipe:
        """The recipe of an operation."""
        return self.recipe.operation(path, self.sdk_version, self.server_version)

    def unique_name(self) -> str:
        """A name that nothing else on the server has."""
        return f"{self.ledger.prefix}{next(self._numbers)}"


def value_at(body: Any, path: str) -> Any:
    """The value at a dotted path. Raises KeyError with the path if there is none."""
    value = body
    for step in path.split("."):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise KeyError(path)
    return value


def identity_as(identity: Any, declared: Type) -> Value:
    """An identity as an argument's type requires it: a number, a text, or a list of either."""
    kinds = {member.kind for member in declared.members}
    if isinstance(identity, int) and "integer" not in kinds and "string" in kinds:
        return str(identity)
    if isinstance(identity, str) and identity.isdigit() and "integer" in kinds and "string" not in kinds:
        return int(identity)
    if kinds <= {"list", "null"}:
        item = next(member.args[0] for member in declared.members if member.kind == "list")
        return [identity_as(identity, item)]
    return identity
