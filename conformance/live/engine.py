"""Live: one operation of one imported SDK against a real server, from what has to exist first to findings.

    cases ─▶ asking ─▶ exchanges ─▶ facts ─▶ findings

Each call is sent once, by one of the twins; the other twin and plain dicts are given the same answers offline, so that
they are compared exactly and the server is asked no more than needed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from conformance.cassettes.interaction import Interaction
from conformance.checks import checks_of
from conformance.checks.subjects import Package
from conformance.contract.model import TWINS, Twin
from conformance.contract.openapi import shape_of
from conformance.exchange.call_sdk import CallRequest, SdkRunner
from conformance.exchange.classify_response import FROM_SERVER, classify_response, json_bodies, validate_responses
from conformance.exchange.model import Exchange
from conformance.exchange.routes import Sibling
from conformance.exchange.validate_payload import PayloadValidator
from conformance.finding import PACKAGE
from conformance.generate.call import Call
from conformance.generate.links import Links
from conformance.generate.openapi import Validator, schema_validator
from conformance.judging import FactCollector, Judged, crash_text
from conformance.live.case_plan import CasePlan
from conformance.live.guard import SAFE_METHODS, Guard, NotPermitted
from conformance.live.resource_context import ResourceContext, Unreachable
from conformance.offline.engine import Engine
from conformance.servers.ledger import Ledger
from conformance.servers.server import Server
from conformance.servers.server_wire import BudgetSpent, ServerGone, ServerWire
from conformance.targets.live_recipe import LiveRecipe
from conformance.wire import Request, Response

FEWEST_CALLS: Final = 4  # of an operation on the server; one that is not there is asked for once
CALLS_OF_A_LIFE: Final = 10
_PACKAGE: Final = tuple(check for check in checks_of(Package) if check.family == "spec")


@dataclass(frozen=True)
class ServerContext:
    """Where a run takes place: the server, what may be sent to it, and what was recorded from its release before."""

    server: Server
    online: ServerWire
    ledger: Ledger
    guard: Guard
    links: Links
    recipe: LiveRecipe
    emulators: Mapping[str, str]
    recorded: Mapping[str, tuple[Interaction, ...]]
    date: str
    drift: bool = False  # only what was recorded is asked again, and compared with it


@dataclass(frozen=True, slots=True)
class OperationResult:
    """What a live run of one operation gives: the judgement, and the exchanges as interactions."""

    judged: Judged
    interactions: tuple[Interaction, ...]


class LiveEngine:
    """Judges the operations of an imported SDK against a server. `engine` is the offline one of the same SDK."""

    def __init__(self, engine: Engine, place: ServerContext) -> None:
        self.engine, self.place = engine, place
        self.stage = SdkRunner(engine.sdk, engine.extractor.annotations.classes, place.online)
        self.strict = PayloadValidator(engine.models)
        self.described = frozenset(engine.specs)
        self.spelt = None if engine.document is None else engine.document.operations
        self.siblings: list[Sibling] = []
        self._judges: dict[tuple[str, str], Validator | None] = {}
        self.scene = ResourceContext(
            place.links, place.recipe, engine.models, place.ledger, self.perform, self.send, place.emulators,
            engine.sdk.version, place.server.version, place.server.managed, place.guard.mode == "read-only",
        )  # fmt: skip

    def judge_operation(self, path: str) -> OperationResult:
        """Everything about one operation on this server; of the SDK as a whole, what the document lacks of it."""
        tally = FactCollector(path)
        if path == PACKAGE:
            tally.run(_PACKAGE, self.engine.package())
            return OperationResult(self.engine.judged(tally, TWINS, 0, 0, _PACKAGE), ())
        run = CasePlan(self, path, tally)
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
        judged = self.engine.judged(
            tally, tuple(run.expectations), run.examples, run.exchanges, run.checks, run.reach()
        )
        return OperationResult(judged, tuple(run.interactions))

    def complaints(self, path: str, response: Response) -> tuple[str, ...] | None:
        """What the server's own document has against an answer; None where it has no schema for it."""
        spec, document = self.engine.specs.get(path), self.engine.document
        if spec is None or document is None:
            return None
        key = (path, str(response.status))
        if key not in self._judges:
            schema = spec.responses.get(key[1], spec.responses.get("default"))
            self._judges[key] = None if schema is None else schema_validator(document.raw, schema, request=False)
        judge, payloads = self._judges[key], json_bodies([response])
        return tuple(judge(payloads[0])) if judge is not None and payloads else None

    def perform(self, call: Call, twin: Twin = "sync") -> Exchange:
        """One call of the run's own, to make or to remove what a judged call needs; by a twin, if there is that one."""
        expectations = self.engine.expectations(call.operation)
        twin = twin if twin in expectations else next(iter(expectations))
        try:
            request = CallRequest(expectation=expectations[twin], twin=twin, call=call, scripted=FROM_SERVER)
            exchange = self.stage.run([request])[0]
        except NotPermitted as forbidden:
            raise Unreachable(f"`{call.operation}` may not be asked: {forbidden.reason}") from None
        self.place.online.take_response_seconds()
        return self.observed(exchange)

    def send(self, request: Request) -> Response:
        """The answer to one request of the run's own, which carries the SDK's headers."""
        headers = (*self.engine.headers.items(), *request.headers)
        return self.place.online(Request(request.method, request.url, headers, request.content))

    def observed(self, exchange: Exchange) -> Exchange:
        """The exchange with what its answer turned out to be."""
        seen = validate_responses(exchange.expectation.operation, exchange.scripted.responses, self.strict)
        return replace(
            exchange, scripted=classify_response(exchange.scripted.responses, conforming=not seen.mismatches)
        )


def order(paths: Collection[str], scene: ResourceContext) -> list[str]:
    """The operations in the order in which they are judged: what is dangerous comes last."""
    return sorted(paths, key=lambda path: (scene.told(path).dangerous, path))


def shares(paths: Sequence[str], count: int, live: LiveEngine) -> list[list[str]]:
    """The operations in so many parts, each in order, about as long to ask; those of one kind are together.

    What was answered to one path tells of its other operations whether the server has them, and what is the user's or
    the organization's own, nobody makes anew for each operation.
    """
    weights: Counter[str] = Counter()
    for path in paths:
        weights[_kind(path, live)] += _weight(path, live)
    loads, places = [0] * count, dict[str, int]()
    for kind, weight in sorted(weights.items(), key=lambda each: (-each[1], each[0])):
        places[kind] = min(range(count), key=loads.__getitem__)
        loads[places[kind]] += weight
    return [[path for path in paths if places[_kind(path, live)] == number] for number in range(count)]


def _kind(path: str, live: LiveEngine) -> str:
    """What an operation's URL begins with: /api/projects, /api/projects/{}/exports."""
    operation = live.place.links.operations.get(path)
    steps = [] if operation is None else shape_of(operation.url).split("/")
    return "/".join(steps[:5] if len(steps) >= len(("", "api", "projects", "{}", "exports")) else steps[:3])


def _weight(path: str, live: LiveEngine) -> int:
    """About how many calls an operation gets: each argument has one of its own, and what is made has a life."""
    operation = live.place.links.operations.get(path)
    if operation is None or path not in live.described:
        return 1
    return FEWEST_CALLS + len(operation.accepted) + (CALLS_OF_A_LIFE if live.place.links.created_by(operation) else 0)


def harmless_shapes(links: Links, recipe: LiveRecipe) -> frozenset[str]:
    """The requests that change nothing whatever their verb, as the recipe tells."""
    return frozenset(
        f"{operation.method} {shape_of(operation.url)}"
        for path, operation in links.operations.items()
        if operation.method not in SAFE_METHODS and any(each.safe for each in recipe.operations.get(path, ()))
    )
