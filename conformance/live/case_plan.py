"""Cases: which calls an operation gets on a real server, from simple to special."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from hypothesis import strategies as st

from conformance.contract.model import Parameter
from conformance.contract.openapi import shape_of
from conformance.exchange.routes import response_header, route
from conformance.generate.call import Call
from conformance.generate.links import Resource
from conformance.generate.plan import Plan
from conformance.generate.property_search import derived_seed, property_search
from conformance.generate.values import Value
from conformance.judging import FactCollector
from conformance.live.operation import ALL, CRASHES, OPERATION, LiveOperation
from conformance.live.resource_context import Unreachable
from conformance.live.resource_pool import ResourcePool
from conformance.live.sequence_explorer import SEQUENCE, sequence_explorer_for
from conformance.live.sequence_runner import SequenceContext
from conformance.targets.client import BASE_URL
from conformance.wire import Request

if TYPE_CHECKING:
    from conformance.live.engine import LiveEngine

UNKNOWN_TOKEN: Final = "0" * 40  # a token of nobody
NO_NUMBER: Final = 2_000_000_000  # an identity that nothing has: below the largest number of four bytes
NO_TEXT: Final = "conformance-no-such-thing"


class CasePlan(LiveOperation):
    """One operation being judged on a server."""

    def __init__(self, engine: LiveEngine, path: str, tally: FactCollector) -> None:
        super().__init__(engine, path, tally)
        self.name = {} if self.makes is None or self.place.server.managed else names_of(self.makes)

    def everything(self) -> None:
        """The cases of an operation, from simple to special. One that is not on the server is asked for once."""
        if self.place.drift and not self.recorded:
            self.refused, self.reason = True, "there is no recording to compare with"
            return
        if self.path in self.place.recipe.unreachable:
            self.reason = self.place.recipe.unreachable[self.path]
        if self.told.dangerous and not self.place.server.managed:
            self.refused, self.reason = True, "it would change what this run did not make"
            return
        if self.path not in self.live.described and not self._is_here():
            return
        if self.path in self.live.described and not self.place.drift:
            self.tally.run(OPERATION, self.live.engine.sides(self.path))
        self._fill()
        simplest = self._case("simplest")
        if self.absent or self.refused:
            return
        self._optional(simplest)
        if simplest is not None:
            self._errors(simplest)
        if not self.told.dangerous and not self.spent:
            self._explore()
            self._live_through()

    def _live_through(self) -> None:
        """What the operation makes is read, listed, changed and removed in varying order."""
        place, engine = self.place, self.live.engine
        if self.absent or place.drift or place.guard.mode == "read-only":
            return
        setting = SequenceContext(
            self.live.scene, self.live.perform, lambda: place.online.stats.requests, lambda: place.online.gone,
            engine.examples, engine.seed, engine.accepted,
        )  # fmt: skip
        lives = sequence_explorer_for(setting, self.operation, self.tally)
        if lives is not None:
            self.checks = (*ALL, *SEQUENCE)
            self.examples += lives.everything()
            self.exchanges += lives.maker.turn

    def _is_here(self) -> bool:
        """Whether the server has the route of an operation that its document does not describe."""
        call = Plan(self.operation, self.live.engine.answers).simplest()
        nowhere = dict(self._nowhere())
        self.ask(replace(call, arguments={**call.arguments, **nowhere}), "missing", self.world)
        if self.refused:
            self._look(nowhere)
        return not self.absent and not self.refused

    def _look(self, nowhere: Mapping[str, Value]) -> None:
        """Where the call may not be sent, read its path: that changes nothing, and tells whether there is such a path.

        A path that is there is one that allows the operation's verb.
        """
        texts = {name: quote(str(value), safe="") for name, value in nowhere.items()}
        response = self.live.send(Request("GET", BASE_URL + self.operation.url.format_map(texts), (), b""))
        found = route(self.operation, response, self.live.spelt)
        allowed = re.split(r"[\s,]+", response_header(response, "allow"))
        if found.is_absent and self.operation.method not in allowed:
            self.absent, self.refused, self.reason = True, False, found.reason

    def _fill(self) -> None:
        """What is listed has to exist: an empty list shows nothing of its items."""
        resource = self.place.links.by_collection.get(shape_of(self.operation.url))
        if self.operation.method == "GET" and resource is not None and resource.create:
            try:
                self.world.get(resource.name)
                self.world.another(resource.name)
            except Unreachable:
                return

    def _case(self, case: str, names: Collection[str] = ()) -> Call | None:
        """One call with these optional arguments; None where what it needs could not be made."""
        world = self._world()
        try:
            origin = "simplest" if case == "simplest" else "full"
            call = world.call(self.operation, names, told=self.name, origin=origin)
        except Unreachable as reason:
            if case == "simplest":
                self.reason = self.reason or str(reason)
            return None
        self.ask(call, case, world)
        return call

    def _world(self) -> ResourcePool:
        """Each call that uses something up has a world of its own."""
        if self.told.consumes or self.operation.method == "DELETE":
            self.world.remove()
        return self.world

    def _optional(self, simplest: Call | None) -> None:
        """Every optional argument at once, and each by itself."""
        given = set() if simplest is None else set(simplest.arguments)
        optional = [p for p in self.operation.accepted if not p.required and p.name not in given]
        if not optional or self.told.dangerous:
            return
        self._case("full", [parameter.name for parameter in optional])
        for parameter in optional:
            if not self.spent:
                self._case(f"argument {parameter.name}", [parameter.name])

    def _errors(self, simplest: Call) -> None:
        """What the server says to identities of nothing, to a body of the wrong kind, and to nobody."""
        nowhere = dict(self._nowhere())
        if nowhere:
            self.ask(replace(simplest, arguments={**simplest.arguments, **nowhere}), "missing", self.world)
        wrong = self._misfit(simplest)
        if wrong is not None:
            self.ask(wrong, "refused", self.world)
        if not self.told.public and not self.spent:
            with self.as_user(UNKNOWN_TOKEN):
                self.ask(simplest, "unauthorised", self.world)

    def _nowhere(self) -> Iterator[tuple[str, Value]]:
        """Identities of nothing, for the arguments in the path."""
        for parameter in self.operation.accepted:
            if parameter.location == "path":
                kinds = {member.kind for member in parameter.type.members}
                yield parameter.name, NO_NUMBER if "integer" in kinds else NO_TEXT if "any" in kinds else str(NO_NUMBER)

    def _misfit(self, simplest: Call) -> Call | None:
        """The call as the recipe tells that it is refused, or with a field or an argument of another kind."""
        if self.told.refused:
            return replace(simplest, arguments={**simplest.arguments, **self.told.refused}, origin="invalid")
        for location in ("field", "body", "query"):
            for parameter in self.operation.accepted:
                wrong = _other_kind(parameter) if parameter.location == location else None
                if wrong is not None:
                    return replace(simplest, arguments={**simplest.arguments, parameter.name: wrong}, origin="invalid")
        return None

    def _explore(self) -> None:
        """Drawn calls: what the SDK's types allow, in a world that exists."""
        if not self.live.engine.examples or self.place.drift:
            return
        calls = self.live.engine.strategies.calls(self.operation)
        explored = property_search(
            st.tuples(calls, st.booleans()), self._drawn,
            examples=self.live.engine.examples,
            seed_value=derived_seed(self.live.engine.seed, self.path, "live"),
            known={*self.tally.facts, *self.live.engine.accepted},
        )  # fmt: skip
        self.examples += explored.judged
        for identity, drawn in sorted(explored.smallest.items()):
            self._drawn(drawn, replacing=identity)

    def _drawn(self, drawn: tuple[Call, bool], replacing: str = "") -> list[str]:
        """Judge a drawn call; the ids of server errors, which are made smaller. `wild` ones keep all that was drawn."""
        call, wild = drawn
        if self.spent:
            return []
        world = self._world()
        try:
            call = self._grounded(call, world, wild=wild)
        except Unreachable:
            return []
        found = self.ask(call, "drawn", world, replacing=replacing)
        return [identity for identity in found if identity.startswith(f"{CRASHES}:")]

    def _grounded(self, call: Call, world: ResourcePool, *, wild: bool) -> Call:
        """The call with identities of what exists in its path, and, unless it is wild, wherever something is known."""
        arguments = dict(call.arguments)
        known_call = world.call(self.operation, list(arguments), told=self.name)
        real = known_call.arguments
        for parameter in self.operation.accepted:
            linked = self.place.links.for_parameter(self.operation, parameter) is not None
            known = linked or parameter.name in self.told.arguments
            needed = parameter.location == "path" or parameter.name in self.name
            if parameter.name in real and (needed or (known and not wild)):
                arguments[parameter.name] = real[parameter.name]
        origin = known_call.origin if known_call.origin == "path" else call.origin
        return replace(call, arguments=arguments, origin=origin)


def names_of(resource: Resource) -> dict[str, Any]:
    """The arguments that give a thing of somebody else's server its name: by that it is found again."""
    return {name: value for name, value in resource.recipe.arguments.items() if "{unique}" in str(value)}


def _other_kind(parameter: Parameter) -> Value:
    """A value that no server should take for one of this type; None where every value may be."""
    kinds = {inner.kind for inner in parameter.type.walk()}
    if kinds & {"any", "unknown", "string", "map", "model", "file", "bytes"}:
        return None
    if parameter.location == "query" and kinds & {"list", "literal"}:
        return None
    return {"conformance": ["no such value"]} if parameter.location != "query" else "no such value"
