"""Scene: what all worlds of a run share, and what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
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
    """A call cannot be made: something that it needs could not be made or found. The text says what."""


@dataclass(frozen=True, slots=True)
class CreatedResource:
    """One thing on the server: its identity, the answer that told it, and its ledger path ("" for one found there)."""

    identity: Any
    answer: Any
    path: str
    inside: bool  # it was made inside something that the run made as well, and goes with it


@dataclass
class ResourceContext:
    """What all worlds of a run share. `perform` makes one call, `send` one request of the run's own.

    `emulators` are the values of local emulators, `sdk` and `server` the two versions. `own` tells that the server goes
    as a whole at the end, `reads_only` that nothing may be made, and what is there already has to do.
    """

    links: Links
    recipe: LiveRecipe
    models: Mapping[str, Model]
    ledger: Ledger
    perform: Callable[[Call], Exchange]
    send: Callable[[Request], Response]
    emulators: Mapping[str, str]
    sdk: str
    server: str
    own: bool
    reads_only: bool = False
    words: int = 0
    samples: Samples = field(init=False)

    def __post_init__(self) -> None:
        self.samples = Samples(self.models)

    def told(self, path: str) -> OperationRecipe:
        """What the recipe says of an operation."""
        return self.recipe.operation(path, self.sdk, self.server)

    def word(self) -> str:
        """A word that nothing else on the server has."""
        self.words += 1
        return f"{self.ledger.prefix}{self.words}"


def at(answer: Any, steps: str) -> Any:
    """The value at a dotted path. Raises KeyError with the path where there is none."""
    value = answer
    for step in steps.split("."):
        if isinstance(value, list) and step.isdigit() and int(step) < len(value):
            value = value[int(step)]
        elif isinstance(value, dict) and step in value:
            value = value[step]
        else:
            raise KeyError(steps)
    return value


def as_type(identity: Any, declared: Type) -> Value:
    """An identity as an argument's type wants it: a number, a text, or a list of either."""
    kinds = {member.kind for member in declared.members}
    if isinstance(identity, int) and "integer" not in kinds and "string" in kinds:
        return str(identity)
    if isinstance(identity, str) and identity.isdigit() and "integer" in kinds and "string" not in kinds:
        return int(identity)
    if kinds <= {"list", "null"}:
        inner = next(member.args[0] for member in declared.members if member.kind == "list")
        return [as_type(identity, inner)]
    return identity
