"""Asking: one call sent to a real server, what is known of its answer, and what the checks say of both twins."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.cassettes.library import age
from conformance.cassettes.replay import recordings_for
from conformance.checks import checks_of
from conformance.checks.check import Check
from conformance.checks.subjects import DeclaredOperation
from conformance.contract.model import TWINS, Operation, Twin
from conformance.exchange.call_sdk import CallRequest
from conformance.exchange.classify_response import FROM_SERVER, classify_response, validate_responses
from conformance.exchange.model import CallGroup, Exchange, Expectation, LiveObservation
from conformance.exchange.routes import route
from conformance.finding import Reach
from conformance.generate.call import Call
from conformance.generate.values import to_stored
from conformance.judging import FactCollector
from conformance.live.guard import NotPermitted
from conformance.live.resource_pool import ResourcePool
from conformance.servers.server_wire import ServerGone
from conformance.wire import Response

if TYPE_CHECKING:
    from conformance.live.engine import LiveEngine

MOST_HANGING: Final = 3  # answers of one operation that did not come in time
MOST_REQUESTS: Final = 400  # for one operation, what is sent to make a finding smaller included
CRASHES: Final = "server_error"  # the check whose findings are made smaller
WRONG: Final = frozenset({"missing", "refused", "unauthorised"})  # cases that no server has to meet
_LIVE_EXCHANGE: Final = tuple(check for check in checks_of(Exchange) if check.family != "spec")
_OFFLINE_EXCHANGE: Final = tuple(check for check in _LIVE_EXCHANGE if check.family != "live")
_DRIFT: Final = tuple(check for check in _LIVE_EXCHANGE if check.id == "server_response_structure_changed")
_ROUND: Final = checks_of(CallGroup)
OPERATION: Final = tuple(check for check in checks_of(DeclaredOperation) if check.family == "spec")
ALL: Final[tuple[Check[Any], ...]] = (*_LIVE_EXCHANGE, *_ROUND, *OPERATION)


class LiveOperation:
    """The calls of one operation, one after the other, and what came of them."""

    def __init__(self, engine: LiveEngine, path: str, tally: FactCollector) -> None:
        self.live, self.path, self.tally = engine, path, tally
        self.place = engine.place
        self.expectations: Mapping[Twin, Expectation] = engine.engine.expectations(path)
        self.operation: Operation = next(iter(self.expectations.values())).operation
        self.told = engine.scene.told(path)
        self.world = ResourcePool(engine.scene)
        self.statuses: Counter[str] = Counter()
        self.examples = self.exchanges = self.turn = 0
        self.before = self.place.online.stats.requests
        self.reason, self.absent, self.refused = "", False, False
        self.interactions: list[Interaction] = []
        self.recorded = _by_case(self.place.recorded.get(path, ()), engine.engine.sdk.version, self.place.date)
        self.checks: tuple[Check[Any], ...] = ALL  # all that may judge the operation
        self.makes = engine.scene.links.created_by(self.operation)

    def ask(self, call: Call, case: str, world: ResourcePool, *, replacing: str = "") -> list[str]:
        """Send one call, keep what it made, and judge it with both twins; the ids of what was found."""
        if self.place.drift and case not in self.recorded:
            return []
        twin = TWINS[self.turn % 2] if TWINS[self.turn % 2] in self.expectations else next(iter(self.expectations))
        self.turn += 1
        self.place.online.take_response_seconds()
        # making an error smaller repeats it many times, and an SDK's retries would do so three times more
        failed = any(identity.startswith(f"{CRASHES}:") for identity in self.tally.facts)
        request = CallRequest(
            expectation=self.expectations[twin], twin=twin, call=call, scripted=FROM_SERVER, skip_known_failures=failed
        )
        if self.makes is not None:
            world.about_to_make(self.makes)
        with self.as_user(self._user(case)):
            try:
                sent = self.live.stage.run([request])[0]
            except NotPermitted as forbidden:
                if self.makes is not None:
                    world.not_made(self.makes)
                self.refused, self.reason = True, forbidden.reason
                return []
        exchange = self._seen(sent, case)
        self.exchanges += 1
        if not exchange.scripted.responses:
            return self.tally.run(_LIVE_EXCHANGE, exchange, replacing=replacing)
        world.note(self.operation, exchange)
        self._count(exchange, case)
        if self.absent:
            return []
        self._keep(exchange, case)
        return self._judge(exchange, replacing)

    def _user(self, case: str) -> str:
        """The token of who makes a call: the run's own user, unless the recipe names the other one."""
        first, second = self.place.online.token, self.place.server.second_token
        return second or first if self.told.user and case != "unauthorised" else first

    def _seen(self, sent: Exchange, case: str) -> Exchange:
        """The exchange with everything that is known of its answer."""
        operation, script = sent.expectation.operation, sent.scripted.responses
        seen = validate_responses(operation, script, self.live.strict)
        answer = classify_response(script, conforming=not seen.mismatches)
        spec = self.live.engine.specs.get(self.path)
        recorded, age = self.recorded.get(case, ((), 0)) if case != "drawn" else ((), 0)
        live = LiveObservation(
            case=case, server=self.place.server.version, seconds=self.place.online.take_response_seconds(),
            mismatches=tuple(seen.mismatches), undeclared_fields=tuple(seen.undeclared),
            spec_violations=self.live.complaints(self.path, script[-1]) if script else None,
            declared_statuses=() if spec is None else tuple(spec.responses),
            recorded_responses=recorded, recording_age=age, valid=case not in WRONG,
            origin=self.place.server.url, public=self.told.public,
        )  # fmt: skip
        return replace(sent, scripted=answer, live=live)

    def _judge(self, exchange: Exchange, replacing: str) -> list[str]:
        if self.place.drift:
            return self.tally.run(_DRIFT, exchange)
        found = self.tally.run(_LIVE_EXCHANGE, exchange, replacing=replacing)
        requests: list[CallRequest] = []
        for twin, expectation in self.expectations.items():
            request = CallRequest(expectation=expectation, twin=twin, call=exchange.call, scripted=exchange.scripted)
            if twin != exchange.twin:
                requests.append(request)
            if exchange.call.holds_model:
                requests.append(replace(request, argument_style="dict"))
        others = self.live.stage.run(requests)
        self.exchanges += len(others)
        for other in others:
            found += self.tally.run(_OFFLINE_EXCHANGE, other, replacing=replacing)
        whole = CallGroup(expectation=exchange.expectation, call=exchange.call, exchanges=(exchange, *others))
        return found + self.tally.run(_ROUND, whole, replacing=replacing)

    def _count(self, exchange: Exchange, case: str) -> None:
        for response in exchange.scripted.responses:
            self.statuses[response.fault or str(response.status)] += 1
        if not any(status.startswith("2") for status in self.statuses):
            found = route(self.operation, exchange.scripted.responses[-1], self.live.spelt, self.live.siblings)
            if found.is_absent:
                self.absent, self.reason = True, found.reason
        if case == "missing":
            self.live.siblings.append((self.operation, exchange.scripted.responses[-1]))

    def _keep(self, exchange: Exchange, case: str) -> None:
        """The exchange as interactions. Drawn ones are not kept: they differ with the seed."""
        if case == "drawn" or any(response.fault for response in exchange.scripted.responses):
            return
        place = self.place
        provenance = Provenance(
            "recorded", place.server.version, self.live.engine.sdk.version, place.server.edition, place.date
        )
        arguments = {name: to_stored(value) for name, value in exchange.call.arguments.items()}
        for step, (request, response) in enumerate(zip(exchange.requests, exchange.scripted.responses, strict=False)):
            self.interactions.append(Interaction(self.path, request, response, provenance, case, step, arguments))

    @property
    def spent(self) -> bool:
        """The operation has had its share of requests, or the server is gone."""
        hangs = self.statuses["timeout"] >= MOST_HANGING
        return hangs or self.place.online.stats.requests - self.before > MOST_REQUESTS or self.place.online.gone

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
        return Reach(state, reason, dict(sorted(self.statuses.items())), self.place.online.stats.requests - self.before)

    @contextmanager
    def as_user(self, token: str) -> Iterator[None]:
        """While open, requests are another user's."""
        online = self.place.online
        own, online.token = online.token, token
        try:
            yield
        finally:
            online.token = own


def _unsuccessful(statuses: Mapping[str, int]) -> str:
    return f"it never answered with success: {', '.join(statuses)}" if statuses else "nothing was sent"


def _by_case(interactions: Collection[Interaction], sdk: str, date: str) -> dict[str, tuple[tuple[Response, ...], int]]:
    """The recorded answers of each case, of the nearest SDK release, and how many days old they are."""
    today = dt.date.fromisoformat(date)
    return {
        recording.case: (tuple(each.response for each in recording.steps), age(recording.steps[0], today))
        for recording in recordings_for(interactions, sdk)
        if recording.case
    }
