"""One operation under test: its calls, what the server responds, and the checks of both clients."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from conformance.cassettes.interaction import Interaction, Provenance
from conformance.cassettes.replay import recordings_for
from conformance.checks import checks_of
from conformance.checks.check import Check
from conformance.checks.subjects import DeclaredOperation
from conformance.contract.model import TWINS, Operation, Twin
from conformance.contract.types import Type
from conformance.contract.url_shape import path_shape
from conformance.exchange.call_sdk import CallRequest
from conformance.exchange.classify_response import FROM_SERVER, classify_response, json_bodies, validate_responses
from conformance.exchange.model import CallGroup, Exchange, Expectation, LiveObservation
from conformance.exchange.response_match import has_value, pages
from conformance.exchange.routes import route
from conformance.exchange.validate_payload import Validation
from conformance.finding import Reach
from conformance.generate.call import Call
from conformance.generate.values import to_stored
from conformance.judging.fact_collector import FactCollector
from conformance.live.argument_tally import ArgumentTally
from conformance.live.case_names import INVALID_CASES, left_out
from conformance.live.context import LiveContext
from conformance.live.guard import NotPermitted
from conformance.live.resource_pool import ResourcePool
from conformance.servers.server_wire import ServerGone
from conformance.wire import Response

MAX_TIMEOUTS: Final = 3  # of one operation
MAX_REQUESTS: Final = 400  # of one operation, including those for shrinking findings
_ID_FOR_OBJECT: Final = re.compile(r"declared [A-Z]\w*, got integer ")  # the name of a model
SHRUNK_CHECK: Final = "server_error"  # the check whose findings are shrunk
_LIVE_EXCHANGE_CHECKS: Final = tuple(check for check in checks_of(Exchange) if check.family != "spec")
_OFFLINE_EXCHANGE_CHECKS: Final = tuple(check for check in _LIVE_EXCHANGE_CHECKS if check.family != "live")
_DRIFT_CHECKS: Final = tuple(
    check for check in _LIVE_EXCHANGE_CHECKS if check.id == "server_response_structure_changed"
)
_GROUP_CHECKS: Final = checks_of(CallGroup)
SPEC_CHECKS: Final = tuple(check for check in checks_of(DeclaredOperation) if check.family == "spec")
LIVE_CHECKS: Final[tuple[Check[Any], ...]] = (*_LIVE_EXCHANGE_CHECKS, *_GROUP_CHECKS, *SPEC_CHECKS)


class LiveOperation:
    """One operation under test. Its calls go to the server one after the other, by each client in turn."""

    def __init__(self, live: LiveContext, path: str, collector: FactCollector) -> None:
        self.live, self.server, self.path, self.collector = live, live.server, path, collector
        self.expectations: Mapping[Twin, Expectation] = live.operations[path].expectations
        self.operation: Operation = live.operations[path].operation
        self.recipe = live.resources.recipe_for(path)
        self.pool = ResourcePool(live.resources)
        self.creates = self.server.links.created_by(self.operation)
        self.recorded = _recorded_cases(self.server.recorded.get(path, ()), live.context.sdk.version)
        self.checks: tuple[Check[Any], ...] = LIVE_CHECKS  # all that may judge the operation
        self.statuses: Counter[str] = Counter()
        self.tally = ArgumentTally(self.operation)
        self.all_items: list[Any] | None = None  # of a list that was requested without optional arguments
        self.interactions: list[Interaction] = []
        self.examples = self.exchanges = self.turn = self.slow = 0
        self.first_request = self.server.wire.stats.requests
        self.absent = self.refused = False  # the server has no such route; the guard refused a request
        self.reason = ""  # why the operation was not reached

    # -- calls

    def judge_call(self, call: Call, case: str, *, replacing: str = "") -> list[str]:
        """Send one call, keep what it created, and judge it with both clients; the ids of the facts found."""
        if self.server.drift and case not in self.recorded:
            return []
        sent = self._send(call, case)
        if sent is None:
            return []
        exchange = self._observe(sent, case)
        self.exchanges += 1
        if not exchange.scripted.responses:
            return self.collector.run(_LIVE_EXCHANGE_CHECKS, exchange, replacing=replacing)
        self.pool.record_creation(self.operation, exchange)
        self._count(exchange, case)
        if self.absent:
            return []
        self._keep_interactions(exchange, case)
        if self.server.drift:
            return self.collector.run(_DRIFT_CHECKS, exchange)
        return self._judge(exchange, replacing)

    def _send(self, call: Call, case: str) -> Exchange | None:
        """Make a call by the client whose turn it is; None if the guard refused it."""
        twin = TWINS[self.turn % 2] if TWINS[self.turn % 2] in self.expectations else next(iter(self.expectations))
        self.turn += 1
        self.server.wire.take_slow()
        # shrinking an error repeats it many times, and an SDK's retries would do so three times more
        failed = any(identity.startswith(f"{SHRUNK_CHECK}:") for identity in self.collector.facts)
        request = CallRequest(
            expectation=self.expectations[twin], twin=twin, call=call, scripted=FROM_SERVER, skip_known_failures=failed
        )
        if self.creates is not None:
            self.pool.announce_creation(self.creates)
        try:
            if self.recipe.user and case != "unauthorised" and self.server.server.second_token:
                with self.server.wire.as_user(self.server.server.second_token):
                    return self.live.runner.run([request])[0]
            return self.live.runner.run([request])[0]
        except NotPermitted as refusal:
            if self.creates is not None:
                self.pool.retract_creation(self.creates)
            self.refused, self.reason = True, refusal.reason
            return None

    def _observe(self, sent: Exchange, case: str) -> Exchange:
        """The exchange with everything that is known about its responses."""
        responses = sent.scripted.responses
        validation = validate_responses(sent.expectation.operation, responses, self.live.context.validator)
        contents = self.recipe.contents if case != "drawn" else ""  # other arguments may choose another format
        in_file = self._validate_contents(responses, contents)
        spec, schemas = self.live.context.specs.get(self.path), self.live.response_schemas
        observation = LiveObservation(
            case=case,
            server=self.server.server.version,
            slow=self._slow_again(responses),
            mismatches=(*validation.mismatches, *in_file.mismatches),
            undeclared_fields=(*validation.undeclared, *in_file.undeclared),
            spec_violations=None if sent.final is None else schemas.violations(self.path, sent.final.response),
            success_violations=None
            if sent.final is None
            else schemas.success_violations(self.path, sent.final.response),
            declared_statuses=() if spec is None else tuple(spec.responses),
            recorded_responses=self.recorded.get(case, ()),
            document=self.live.context.document,
            spec=spec,
            valid=case not in INVALID_CASES,
            origin=self.server.server.url,
            public=self.recipe.public,
            managed=self.server.server.managed,
            left_out=left_out(case),
            all_items=None if case == "simplest" else self.all_items,
            route_exists=self._route_exists(),
            contents=contents,
        )
        scripted = classify_response(responses, conforming=not validation.mismatches, more=sent.scripted.more)
        return replace(sent, scripted=scripted, live=observation)

    def _slow_again(self, responses: Collection[Response]) -> bool:
        """Whether the last call had a slow response that was not the first: a server may load what that needs, once.

        The first is enough if it never came, and the server responds to nothing else either.
        """
        slow = self.server.wire.take_slow()
        self.slow += slow
        missing = any(response.fault == "timeout" for response in responses)
        return slow > 0 and (self.slow > 1 or (missing and not self.server.wire.responds()))

    def _validate_contents(self, responses: Collection[Response], contents: str) -> Validation:
        """Validate the items of a file that is a JSON list, by what the SDK declares for the operation `contents`.

        A file may have fewer fields than the responses of that operation, and ids in place of objects.
        """
        described, validation = self.server.links.operations.get(contents), Validation()
        successes = [response for response in responses if response.status // 100 == 2 and not response.fault]
        for payload in json_bodies(successes) if described is not None else ():
            if described is not None and isinstance(payload, list):
                validation.add(self.live.context.validator.validate(Type("list", (described.response,)), payload))
                validation.mismatches[:] = [
                    one
                    for one in validation.mismatches
                    if has_value(payload, one.path) and not _ID_FOR_OBJECT.match(one.text)
                ]
        return validation

    def _route_exists(self) -> bool:
        """The server has responded with success before, or its document describes the operation by this very path."""
        spec = self.live.context.specs.get(self.path)
        described = spec is not None and path_shape(spec.path) == path_shape(self.operation.url)
        return described or any(status.startswith("2") for status in self.statuses)

    def _judge(self, exchange: Exchange, replacing: str) -> list[str]:
        """Judge an exchange, and the same call by the other client and with plain dicts, with the same responses."""
        found = self.collector.run(_LIVE_EXCHANGE_CHECKS, exchange, replacing=replacing)
        requests: list[CallRequest] = []
        for twin, expectation in self.expectations.items():
            request = CallRequest(expectation=expectation, twin=twin, call=exchange.call, scripted=exchange.scripted)
            if twin != exchange.twin:
                requests.append(request)
            if exchange.call.holds_model(expectation.models):
                requests.append(replace(request, argument_style="dict"))
        others = self.live.runner.run(requests)
        self.exchanges += len(others)
        for other in others:
            found += self.collector.run(_OFFLINE_EXCHANGE_CHECKS, other, replacing=replacing)
        group = CallGroup(expectation=exchange.expectation, call=exchange.call, exchanges=(exchange, *others))
        return found + self.collector.run(_GROUP_CHECKS, group, replacing=replacing)

    # -- outcome

    def _count(self, exchange: Exchange, case: str) -> None:
        for response in exchange.scripted.responses:
            self.statuses[response.fault or str(response.status)] += 1
        self.tally.record(exchange, case)
        last, document = exchange.scripted.responses[-1], self.live.context.document
        if not any(status.startswith("2") for status in self.statuses):
            spelt = None if document is None else document.operations
            found = route(self.operation, last, spelt, self.live.missing_responses)
            if found.is_absent:
                self.absent, self.reason = True, found.reason
        if case == "simplest" and exchange.final is not None and exchange.final.succeeded:
            self.all_items = [item for _, items in pages(exchange) for item in items]
        if case == "missing":
            self.live.missing_responses.append((self.operation, last))

    def _keep_interactions(self, exchange: Exchange, case: str) -> None:
        """Keep the exchange for cassettes, unless its call was generated: those differ with the seed."""
        if case == "drawn" or any(response.fault for response in exchange.scripted.responses):
            return
        server, sdk = self.server.server, self.live.context.sdk.version
        provenance = Provenance(
            kind="recorded", server=server.version, sdk=sdk, edition=server.edition, date=self.server.date
        )
        arguments = {name: to_stored(value) for name, value in exchange.call.arguments.items()}
        for step, (request, response) in enumerate(zip(exchange.requests, exchange.scripted.responses, strict=False)):
            self.interactions.append(
                Interaction(
                    operation=self.path,
                    request=request,
                    response=response,
                    provenance=provenance,
                    case=case,
                    step=step,
                    arguments=arguments,
                )
            )

    @property
    def requests(self) -> int:
        """How many requests the operation has sent, including those that create what its calls need."""
        return self.server.wire.stats.requests - self.first_request

    @property
    def budget_spent(self) -> bool:
        """The operation has sent as many requests as it may, or waited for too many, or the server is gone."""
        hangs = self.statuses["timeout"] >= MAX_TIMEOUTS
        return hangs or self.requests > MAX_REQUESTS or self.server.wire.gone

    def stop(self, reason: str) -> None:
        """Note why no more calls are made."""
        self.reason = self.reason or reason

    def clean_up(self) -> None:
        """Remove what was created for this operation."""
        self.remove_all(self.pool)

    def remove_all(self, pool: ResourcePool) -> None:
        """Remove the resources of a pool, unless the server is gone."""
        with self.server.wire.cleaning_up(), suppress(ServerGone):
            pool.remove_all()

    def reach(self) -> Reach:
        """Whether the operation got a successful response from this server."""
        reached = any(status.startswith("2") for status in self.statuses) and not self.absent
        state = "reached" if reached else "absent" if self.absent else "untried" if self.refused else "unreached"
        reason = "" if reached else self.reason or _failure_text(self.statuses)
        return Reach(state=state, reason=reason, statuses=dict(sorted(self.statuses.items())), requests=self.requests)


def _failure_text(statuses: Mapping[str, int]) -> str:
    return f"no response was successful: {', '.join(statuses)}" if statuses else "nothing was sent"


def _recorded_cases(interactions: Collection[Interaction], sdk: str) -> dict[str, tuple[Response, ...]]:
    """The recorded responses of each case, of the nearest SDK release."""
    return {
        recording.case: tuple(step.response for step in recording.steps)
        for recording in recordings_for(interactions, sdk)
        if recording.case
    }
