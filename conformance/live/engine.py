"""Live: one operation of one imported SDK against a real server, from what has to exist first to findings.

Each call is sent once, by one of the twins; the other twin and plain dicts are given the same answers offline, so that
they are compared exactly and the server is asked no more than needed.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from hypothesis import strategies as st

from conformance.checks import CHECKS
from conformance.checks.check import Check
from conformance.contract.model import TWINS, Operation, Parameter, Twin
from conformance.engine import Engine
from conformance.exchange.cassette import Interaction, Provenance
from conformance.exchange.guard import SAFE_METHODS, Guard, NotPermitted
from conformance.exchange.ledger import Ledger
from conformance.exchange.model import Exchange, Live, Promise, Round
from conformance.exchange.observed import ASKED, answer_of, payloads_of, seen_of
from conformance.exchange.perform import Ask, Stage
from conformance.exchange.replay import recordings_for
from conformance.exchange.routes import Sibling, route
from conformance.exchange.servers.server import Server
from conformance.exchange.shelf import age
from conformance.exchange.strict import Strict
from conformance.exchange.wires.online import BudgetSpent, Online, ServerGone
from conformance.exchange.world import OutOfReach, Scene, World
from conformance.finding import PACKAGE, Reach
from conformance.generate.call import Call
from conformance.generate.explore import derived_seed, explore
from conformance.generate.links import Links, Resource, shape_of
from conformance.generate.openapi import Judge, validator
from conformance.generate.plan import Plan
from conformance.generate.values import Value, to_stored
from conformance.judging import Judged, Tally, crash_text
from conformance.live.course import Setting
from conformance.live.stateful import SEQUENCE, lives_of
from conformance.targets.recipe import Recipe
from conformance.wire import Request, Response

NOBODY: Final = "0" * 40  # a token of nobody
NO_NUMBER: Final = 2_000_000_000  # an identity that nothing has: below the largest number of four bytes
NO_TEXT: Final = "conformance-no-such-thing"
MOST_HANGING: Final = 3  # answers of one operation that did not come in time
MOST_REQUESTS: Final = 400  # for one operation, what is sent to make a finding smaller included
WRONG: Final = frozenset({"missing", "refused", "unauthorised"})  # cases that no server has to meet
CRASHES: Final = "server_error"  # the check whose findings are made smaller
_LIVE_EXCHANGE: Final = tuple(check for check in CHECKS if check.judges == "exchange" and check.family != "spec")
_OFFLINE_EXCHANGE: Final = tuple(check for check in _LIVE_EXCHANGE if check.family != "live")
_DRIFT: Final = tuple(check for check in _LIVE_EXCHANGE if check.id == "answer_structure_changed")
_ROUND: Final = tuple(check for check in CHECKS if check.judges == "round")
_OPERATION: Final = tuple(check for check in CHECKS if check.judges == "operation" and check.family == "spec")
_PACKAGE: Final = tuple(check for check in CHECKS if check.judges == "package" and check.family == "spec")


@dataclass(frozen=True)
class Place:
    """Where a run takes place: the server, what may be sent to it, and what was recorded from its release before."""

    server: Server
    online: Online
    ledger: Ledger
    guard: Guard
    links: Links
    recipe: Recipe
    standins: Mapping[str, str]
    recorded: Mapping[str, tuple[Interaction, ...]]
    date: str
    drift: bool = False  # only what was recorded is asked again, and compared with it


@dataclass(frozen=True, slots=True)
class Lived:
    """What a live run of one operation gives: the judgement, and the exchanges as interactions, identities beside."""

    judged: Judged
    interactions: tuple[Interaction, ...]
    identities: Mapping[str, str]


class LiveEngine:
    """Judges the operations of an imported SDK against a server. `engine` is the offline one of the same SDK."""

    def __init__(self, engine: Engine, place: Place) -> None:
        self.engine, self.place = engine, place
        self.stage = Stage(engine.sdk, engine.extractor.annotations.classes, place.online)
        self.strict = Strict(engine.models)
        self.described = frozenset(engine.specs)
        self.spelt = None if engine.document is None else engine.document.operations
        self.siblings: list[Sibling] = []
        self._judges: dict[tuple[str, str], Judge | None] = {}
        self.scene = Scene(
            place.links, place.recipe, engine.models, place.ledger, self.perform, self._send, place.standins,
            engine.sdk.version, place.server.version, place.server.own, place.guard.mode == "read-only",
        )  # fmt: skip

    def judge_operation(self, path: str) -> Lived:
        """Everything about one operation on this server; of the SDK as a whole, what the document lacks of it."""
        tally = Tally(path)
        if path == PACKAGE:
            tally.run(_PACKAGE, self.engine.package())
            return Lived(self.engine.judged(tally, TWINS, 0, 0, _PACKAGE), (), {})
        run = _LiveRun(self, path, tally)
        try:
            run.everything()
        except BudgetSpent:
            run.stop("the run has made as many requests as it may")
        except ServerGone:
            run.stop("the server stopped answering")
        except Exception as error:  # noqa: BLE001  # the engine's own failure is reported with the operation it hit
            tally.crash = tally.crash or crash_text("live engine", error)
        finally:
            run.clean()
        judged = self.engine.judged(tally, tuple(run.promises), run.examples, run.exchanges, run.checks, run.reach())
        return Lived(judged, tuple(run.interactions), dict(run.identities))

    def complaints(self, path: str, response: Response) -> tuple[str, ...] | None:
        """What the server's own document has against an answer; None where it has no schema for it."""
        spec, document = self.engine.specs.get(path), self.engine.document
        if spec is None or document is None:
            return None
        key = (path, str(response.status))
        if key not in self._judges:
            schema = spec.responses.get(key[1], spec.responses.get("default"))
            self._judges[key] = None if schema is None else validator(document.raw, schema, request=False)
        judge, payloads = self._judges[key], payloads_of([response])
        return tuple(judge(payloads[0])) if judge is not None and payloads else None

    def perform(self, call: Call, twin: Twin = "sync") -> Exchange:
        """One call of the run's own, to make or to remove what a judged call needs; by a twin, if there is that one."""
        promises = self.engine.promises(call.operation)
        twin = twin if twin in promises else next(iter(promises))
        try:
            exchange = self.stage.perform([(promises[twin], twin, "model", call, ASKED)])[0]
        except NotPermitted as forbidden:
            raise OutOfReach(f"`{call.operation}` may not be asked: {forbidden.reason}") from None
        self.place.online.taken_seconds()
        return self.observed(exchange)

    def _send(self, request: Request) -> Response:
        headers = (*self.engine.headers.items(), *request.headers)
        return self.place.online(Request(request.method, request.url, headers, request.content))

    def observed(self, exchange: Exchange) -> Exchange:
        """The exchange with what its answer turned out to be."""
        seen = seen_of(exchange.promise.operation, exchange.answer.script, self.strict)
        return replace(exchange, answer=answer_of(exchange.answer.script, conforming=not seen.wrong))


ALL: Final = (*_LIVE_EXCHANGE, *_ROUND, *_OPERATION)


class _LiveRun:
    """One operation being judged on a server."""

    def __init__(self, engine: LiveEngine, path: str, tally: Tally) -> None:
        self.live, self.path, self.tally = engine, path, tally
        self.scene, self.place = engine.scene, engine.place
        self.promises: Mapping[Twin, Promise] = engine.engine.promises(path)
        self.operation: Operation = next(iter(self.promises.values())).operation
        self.told = self.scene.told(path)
        self.world = World(self.scene)
        self.statuses: Counter[str] = Counter()
        self.examples = self.exchanges = 0
        self.before = self.place.online.tally.requests
        self.reason, self.absent, self.refused = "", False, False
        self.interactions: list[Interaction] = []
        self.identities: dict[str, str] = {}
        self.recorded = _by_case(self.place.recorded.get(path, ()), engine.engine.sdk.version, self.place.date)
        self.turn = 0
        self.checks: tuple[Check, ...] = ALL  # all that may judge the operation
        self.makes = engine.scene.links.made_by(self.operation)
        self.name = {} if self.makes is None or self.place.server.own else names_of(self.makes)

    # -- the cases

    def everything(self) -> None:
        """The cases of an operation, from simple to special. One that is not on the server is asked for once."""
        if self.place.drift and not self.recorded:
            self.refused, self.reason = True, "there is no recording to compare with"
            return
        if self.path in self.place.recipe.unreachable:
            self.reason = self.place.recipe.unreachable[self.path]
        if self.told.dangerous and not self.place.server.own:
            self.refused, self.reason = True, "it would change what this run did not make"
            return
        if self.path not in self.live.described and not self._is_here():
            return
        if self.path in self.live.described and not self.place.drift:
            self.tally.run(_OPERATION, self.live.engine.sides(self.path))
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
        setting = Setting(
            self.scene, self.live.perform, lambda: place.online.tally.requests, lambda: place.online.gone,
            engine.examples, engine.seed, engine.accepted,
        )  # fmt: skip
        lives = lives_of(setting, self.operation, self.tally)
        if lives is not None:
            self.checks = (*ALL, *SEQUENCE)
            self.examples += lives.everything()

    def _is_here(self) -> bool:
        """Whether the server has the route of an operation that its document does not describe."""
        call = Plan(self.operation, self.live.engine.answers).simplest()
        grounded = {**call.arguments, **dict(self._nowhere())}
        self._exchange(replace(call, arguments=grounded), "missing", self.world)
        return not self.absent and not self.refused

    def _fill(self) -> None:
        """What is listed has to exist: an empty list shows nothing of its items."""
        resource = self.place.links.by_collection.get(shape_of(self.operation.url))
        if self.operation.method == "GET" and resource is not None and resource.create:
            try:
                self.world.get(resource.name)
                self.world.another(resource.name)
            except OutOfReach:
                return

    def _case(self, case: str, names: Collection[str] = ()) -> Call | None:
        """One call with these optional arguments; None where what it needs could not be made."""
        world = self._world()
        try:
            origin = "simplest" if case == "simplest" else "full"
            call = world.call(self.operation, names, told=self.name, origin=origin)
        except OutOfReach as reason:
            if case == "simplest":
                self.reason = self.reason or str(reason)
            return None
        self._exchange(call, case, world)
        return call

    def _world(self) -> World:
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
            self._exchange(replace(simplest, arguments={**simplest.arguments, **nowhere}), "missing", self.world)
        wrong = self._misfit(simplest)
        if wrong is not None:
            self._exchange(wrong, "refused", self.world)
        if not self.told.public and not self.spent:
            with self._as(NOBODY):
                self._exchange(simplest, "unauthorised", self.world)

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
        explored = explore(
            st.tuples(calls, st.booleans()), self._drawn,
            examples=self.live.engine.examples,
            seed_value=derived_seed(self.live.engine.seed, self.path, "live"),
            old={*self.tally.facts, *self.live.engine.accepted},
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
        except OutOfReach:
            return []
        found = self._exchange(call, "drawn", world, replacing=replacing)
        return [identity for identity in found if identity.startswith(f"{CRASHES}:")]

    def _grounded(self, call: Call, world: World, *, wild: bool) -> Call:
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

    # -- one exchange

    def _exchange(self, call: Call, case: str, world: World, *, replacing: str = "") -> list[str]:
        """Send one call, keep what it made, and judge it with both twins; the ids of what was found."""
        if self.place.drift and case not in self.recorded:
            return []
        twin = TWINS[self.turn % 2] if TWINS[self.turn % 2] in self.promises else next(iter(self.promises))
        self.turn += 1
        self.place.online.taken_seconds()
        if self.makes is not None:
            world.about_to_make(self.makes)
        with self._as(self._user(case)):
            try:
                sent = self.live.stage.perform([(self.promises[twin], twin, "model", call, ASKED)])[0]
            except NotPermitted as forbidden:
                if self.makes is not None:
                    world.not_made(self.makes)
                self.refused, self.reason = True, forbidden.reason
                return []
        exchange = self._seen(sent, case)
        self.exchanges += 1
        if not exchange.answer.script:
            return self.tally.run(_LIVE_EXCHANGE, exchange, replacing=replacing)
        world.note(self.operation, exchange)
        self._count(exchange, case)
        if self.absent:
            return []
        self._keep(exchange, case)
        return self._judge(exchange, replacing)

    def _user(self, case: str) -> str:
        """The token of who makes a call: the run's own user, unless the recipe names the other one."""
        online = self.place.online
        return self.place.server.spare or online.token if self.told.user and case != "unauthorised" else online.token

    def _seen(self, sent: Exchange, case: str) -> Exchange:
        """The exchange with everything that is known of its answer."""
        operation, script = sent.promise.operation, sent.answer.script
        seen = seen_of(operation, script, self.live.strict)
        answer = answer_of(script, conforming=not seen.wrong)
        spec = self.live.engine.specs.get(self.path)
        recorded, age = self.recorded.get(case, ((), 0)) if case != "drawn" else ((), 0)
        live = Live(
            case, self.place.server.version, self.place.online.taken_seconds(), tuple(seen.wrong),
            self.live.complaints(self.path, script[-1]) if script else None,
            () if spec is None else tuple(spec.responses),
            recorded, age, valid=case not in WRONG, undeclared=tuple(seen.extra),
            origin=self.place.server.url, public=self.told.public,
        )  # fmt: skip
        return replace(sent, answer=answer, live=live)

    def _judge(self, exchange: Exchange, replacing: str) -> list[str]:
        if self.place.drift:
            return self.tally.run(_DRIFT, exchange)
        found = self.tally.run(_LIVE_EXCHANGE, exchange, replacing=replacing)
        asks: list[Ask] = []
        for twin, promise in self.promises.items():
            if twin != exchange.twin:
                asks.append((promise, twin, "model", exchange.call, exchange.answer))
            if exchange.call.holds_model:
                asks.append((promise, twin, "dict", exchange.call, exchange.answer))
        others = self.live.stage.perform(asks)
        for other in others:
            found += self.tally.run(_OFFLINE_EXCHANGE, other, replacing=replacing)
        whole = Round(exchange.promise, exchange.call, (exchange, *others))
        return found + self.tally.run(_ROUND, whole, replacing=replacing)

    def _count(self, exchange: Exchange, case: str) -> None:
        for response in exchange.answer.script:
            self.statuses[response.fault or str(response.status)] += 1
        if not any(status.startswith("2") for status in self.statuses):
            found = route(self.operation, exchange.answer.script[-1], self.live.spelt, self.live.siblings)
            if found.is_absent:
                self.absent, self.reason = True, found.reason
        if case == "missing":
            self.live.siblings.append((self.operation, exchange.answer.script[-1]))

    def _keep(self, exchange: Exchange, case: str) -> None:
        """The exchange as interactions. Drawn ones are not kept: they differ with the seed."""
        if case == "drawn" or any(response.fault for response in exchange.answer.script):
            return
        place = self.place
        provenance = Provenance(
            "recorded", place.server.version, self.live.engine.sdk.version, place.server.edition, place.date
        )
        arguments = {name: to_stored(value) for name, value in exchange.call.arguments.items()}
        for step, (request, response) in enumerate(zip(exchange.requests, exchange.answer.script, strict=False)):
            self.interactions.append(Interaction(self.path, request, response, provenance, case, step, arguments))
        for resource, made in self.world.all:
            self.identities.setdefault(str(made.identity), resource.name)

    # -- bounds and ends

    @property
    def spent(self) -> bool:
        """The operation has had its share of requests, or the server is gone."""
        hangs = self.statuses["timeout"] >= MOST_HANGING
        return hangs or self.place.online.tally.requests - self.before > MOST_REQUESTS or self.place.online.gone

    def stop(self, reason: str) -> None:
        """Nothing more is sent."""
        self.reason = self.reason or reason

    def clean(self) -> None:
        """Remove what was made for this operation."""
        self.place.online.ending = True
        try:
            self.world.remove()
        except ServerGone:
            return
        finally:
            self.place.online.ending = False

    def reach(self) -> Reach:
        """What became of the operation on this server."""
        good = any(status.startswith("2") for status in self.statuses) and not self.absent
        state = "reached" if good else "absent" if self.absent else "unasked" if self.refused else "unreached"
        reason = "" if good else self.reason or _unsuccessful(self.statuses)
        return Reach(state, reason, dict(sorted(self.statuses.items())), self.place.online.tally.requests - self.before)

    def _as(self, token: str) -> _As:
        return _As(self.place.online, token)


@dataclass
class _As:
    """While open, requests are another user's."""

    online: Online
    token: str
    own: str = ""

    def __enter__(self) -> None:
        self.own, self.online.token = self.online.token, self.token

    def __exit__(self, *_: object) -> None:
        self.online.token = self.own


def names_of(resource: Resource) -> dict[str, Any]:
    """The arguments that give a thing of somebody else's server its name: by that it is found again."""
    return {name: value for name, value in resource.recipe.arguments.items() if "{unique}" in str(value)}


def _unsuccessful(statuses: Mapping[str, int]) -> str:
    return f"it never answered with success: {', '.join(statuses)}" if statuses else "nothing was sent"


def _other_kind(parameter: Parameter) -> Value:
    """A value that no server should take for one of this type; None where every value may be."""
    kinds = {inner.kind for inner in parameter.type.walk()}
    if kinds & {"any", "unknown", "string", "map", "model", "file", "bytes"}:
        return None
    if parameter.location == "query" and kinds & {"list", "literal"}:
        return None
    return {"conformance": ["no such value"]} if parameter.location != "query" else "no such value"


def _by_case(interactions: Collection[Interaction], sdk: str, date: str) -> dict[str, tuple[tuple[Response, ...], int]]:
    """The recorded answers of each case, of the nearest SDK release, and how many days old they are."""
    today = dt.date.fromisoformat(date)
    return {
        recording.case: (tuple(each.response for each in recording.steps), age(recording.steps[0], today))
        for recording in recordings_for(interactions, sdk)
        if recording.case
    }


def order(paths: Collection[str], scene: Scene) -> list[str]:
    """The operations in the order in which they are judged: what is dangerous comes last."""
    return sorted(paths, key=lambda path: (scene.told(path).dangerous, path))


def harmless_shapes(links: Links, recipe: Recipe) -> frozenset[str]:
    """The requests that change nothing whatever their verb, as the recipe tells."""
    return frozenset(
        f"{operation.method} {shape_of(operation.url)}"
        for path, operation in links.operations.items()
        if operation.method not in SAFE_METHODS and any(each.safe for each in recipe.operations.get(path, ()))
    )
