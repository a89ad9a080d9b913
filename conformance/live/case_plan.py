"""Which calls an operation gets on a real server, from simple to special."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final
from urllib.parse import quote

from hypothesis import strategies as st

from conformance.contract.model import Parameter
from conformance.contract.url_shape import shape_of
from conformance.exchange.routes import response_header, route
from conformance.finding import ArgumentCoverage
from conformance.generate.call import Call
from conformance.generate.links import Resource
from conformance.generate.plan import Plan
from conformance.generate.property_search import derived_seed, property_search
from conformance.generate.values import Value
from conformance.judging.fact_collector import FactCollector
from conformance.judging.subjects import declared_operation
from conformance.live.argument_trials import ArgumentTrials
from conformance.live.context import LiveContext
from conformance.live.decoys import create_decoys, excluding_switches
from conformance.live.guard import READ_ONLY
from conformance.live.operation import LIVE_CHECKS, SHRUNK_CHECK, SPEC_CHECKS, LiveOperation
from conformance.live.resource_context import Unreachable
from conformance.live.resource_pool import ResourcePool
from conformance.live.sequence_explorer import SEQUENCE_CHECKS, sequence_explorer_for
from conformance.live.sequence_runner import SequenceContext
from conformance.targets.client import BASE_URL
from conformance.wire import Request

UNKNOWN_TOKEN: Final = "0" * 40
UNKNOWN_NUMBER: Final = 2_000_000_000  # an identity that nothing has: below the largest number of four bytes
UNKNOWN_TEXT: Final = "conformance-no-such-thing"


class CasePlan(LiveOperation):
    """One operation under test, with the cases that it gets."""

    def __init__(self, live: LiveContext, path: str, collector: FactCollector) -> None:
        super().__init__(live, path, collector)
        self.given: tuple[str, ...] = ()  # the arguments of the simplest call
        self.companions: tuple[str, ...] = ()  # other arguments without which the server refuses every call
        self.decoys = ResourcePool(live.resources)  # items of a list that its filters must exclude
        self.names = {} if self.creates is None or self.server.server.managed else name_arguments(self.creates)

    def judge_all(self) -> None:
        """Judge all cases, from simple to special. An operation that the server does not have is called once."""
        if self.server.drift and not self.recorded:
            self.refused, self.reason = True, "no recording to compare with"
            return
        if self.operation.not_called:
            self.refused, self.reason = True, self.operation.not_called
            return
        if self.path in self.server.recipe.unreachable:
            self.reason = self.server.recipe.unreachable[self.path]
        if self.recipe.dangerous and not self.server.server.managed:
            self.refused, self.reason = True, "it would change what this run did not create"
            return
        described = self.path in self.live.context.specs
        if not described and not self._exists():
            return
        if described and not self.server.drift:
            self._judge_declaration()
        if not self.server.guard.may_send(self.operation.method):
            self.refused, self.reason = True, READ_ONLY
            return
        self._fill_collection()
        simplest = self.judge_case("simplest")
        if self.absent or self.refused:
            return
        self._judge_arguments(simplest)
        if simplest is not None:
            self._judge_invalid_calls(self._acceptable(simplest))
        if not self.recipe.dangerous and not self.budget_spent:
            self._explore()
            self._judge_sequences()

    def _judge_declaration(self) -> None:
        operation = self.live.operations[self.path]
        errors = {twin: expectation.operation.errors for twin, expectation in operation.expectations.items()}
        self.collector.run(SPEC_CHECKS, declared_operation(self.live.context, operation, errors))

    # -- whether the operation exists

    def _exists(self) -> bool:
        """Whether the server has the route of an operation that its document does not describe."""
        call = Plan(self.operation, self.live.context.responses).simplest()
        unknown = dict(self._unknown_identities())
        self.judge_call(replace(call, arguments={**call.arguments, **unknown}), "missing")
        if self.refused:
            self._probe_route(unknown)
        return not self.absent and not self.refused

    def _probe_route(self, unknown: Mapping[str, Value]) -> None:
        """If the call must not be sent, read its path: that changes nothing, and shows whether the route exists.

        The server has an operation if the route allows the operation's verb.
        """
        texts = {name: quote(str(value), safe="") for name, value in unknown.items()}
        url = BASE_URL + self.operation.url.format_map(texts)
        response = self.live.setup_calls.send(Request("GET", url, (), b""))
        document = self.live.context.document
        found = route(self.operation, response, None if document is None else document.operations)
        allowed = re.split(r"[\s,]+", response_header(response, "allow"))
        if found.is_absent and self.operation.method not in allowed:
            self.absent, self.refused, self.reason = True, False, found.reason

    # -- cases

    def _fill_collection(self) -> None:
        """Create two resources for an operation that lists them: an empty list shows nothing about its items."""
        resource = self.server.links.by_collection.get(shape_of(self.operation.url))
        if self.operation.method != "GET" or self.live.resources.read_only:
            return
        with suppress(Unreachable):
            if resource is not None and resource.create:
                self.pool.get(resource.name)
                self.pool.create(resource.name)
        with suppress(Unreachable):
            create_decoys(self.operation, self.pool, self.decoys)

    def clean_up(self) -> None:
        """Remove what was created for this operation."""
        super().clean_up()
        self.remove_all(self.decoys)

    def judge_case(
        self,
        case: str,
        names: Sequence[str] = (),
        *,
        values: Mapping[str, Value] | None = None,
        without: str = "",
        repeat: bool = True,
    ) -> Call | None:
        """Judge one call with these optional arguments; None if a resource that it needs is unreachable.

        `values` replace those of the recipe and of samples; the argument `without` is left out. An optional argument
        that cannot be given is noted, and a case that is about one is not called without it. A call that is the first
        slow one of the operation is repeated: a single one shows nothing.
        """
        if self.server.drift and case not in {"simplest", *self.recorded}:
            return None
        self._renew_consumed()
        try:
            origin = "simplest" if case == "simplest" else "full"
            call = self.pool.build_call(self.operation, names, given=self.names, origin=origin)
        except Unreachable as reason:
            if case == "simplest":
                self.reason = self.reason or str(reason)
            self.tally.not_sent.update(dict.fromkeys(names, str(reason)))
            return None
        impossible = {name: self.pool.impossible[name] for name in names if name not in call.arguments}
        self.tally.not_sent.update(impossible)
        if impossible and case != "full":
            return None
        arguments = {name: value for name, value in call.arguments.items() if name != without}
        call = replace(call, arguments={**arguments, **(values or {})})
        if values is None and self.all_items is not None:
            call = excluding_switches(self.operation, call, names, self.all_items)
        slow = self.slow
        self.judge_call(call, case)
        if self.slow > slow and self.slow == 1 and repeat:
            self.judge_case(case, names, values=values, without=without, repeat=False)
        if self.refused and case not in self.tally.outcomes:
            self.tally.not_sent.update(dict.fromkeys(names, self.reason))
        return call

    def _renew_consumed(self) -> None:
        """Each call that uses its resources up gets new ones."""
        if self.recipe.consumes or self.operation.method == "DELETE":
            self.pool.remove_all()

    def _judge_arguments(self, simplest: Call | None) -> None:
        """Judge the optional arguments: together, alone, in combinations, and left out."""
        self.given = () if simplest is None else tuple(simplest.arguments)
        trials = ArgumentTrials(self, self.given, self.server.links, self.live.resources.samples)
        if self.recipe.dangerous:
            reason = "each further call could break the run: the recipe calls this operation dangerous"
            self.tally.not_sent.update(dict.fromkeys(trials.optional, reason))
            return
        trials.judge_all()
        self.companions = trials.companions
        if self.tally.is_case_accepted("simplest"):
            always = [name for name in self.given if name in self.recipe.arguments]
            trials.judge_omissions([name for name in always if name not in self.names])

    def _acceptable(self, simplest: Call) -> Call:
        """The simplest call, with what it needs to be accepted, as far as that was learned."""
        if not self.companions:
            return simplest
        return self.pool.build_call(self.operation, self.companions, given=self.names)

    def _judge_invalid_calls(self, simplest: Call) -> None:
        """Judge calls with unknown identities, with an argument of the wrong type, and with an unknown token."""
        unknown = dict(self._unknown_identities())
        if unknown:
            self.judge_call(replace(simplest, arguments={**simplest.arguments, **unknown}), "missing")
        wrong = self._invalid_call(simplest)
        if wrong is not None:
            self.judge_call(wrong, "refused")
        if not self.recipe.public and not self.budget_spent:
            with self.server.wire.as_user(UNKNOWN_TOKEN):
                self.judge_call(simplest, "unauthorised")

    def _unknown_identities(self) -> Iterator[tuple[str, Value]]:
        """Identities that nothing has, for the arguments in the path."""
        for parameter in self.operation.accepted:
            if parameter.location == "path":
                kinds = {member.kind for member in parameter.type.members}
                text = UNKNOWN_TEXT if "any" in kinds else str(UNKNOWN_NUMBER)
                yield parameter.name, UNKNOWN_NUMBER if "integer" in kinds else text

    def _invalid_call(self, simplest: Call) -> Call | None:
        """The call with the arguments that the recipe declares invalid, or with one argument of the wrong type."""
        if self.recipe.refused:
            return replace(simplest, arguments={**simplest.arguments, **self.recipe.refused}, origin="invalid")
        for location in ("field", "body", "query"):
            for parameter in self.operation.accepted:
                wrong = _wrong_value(parameter) if parameter.location == location else None
                if wrong is not None:
                    return replace(simplest, arguments={**simplest.arguments, parameter.name: wrong}, origin="invalid")
        return None

    def arguments(self) -> ArgumentCoverage | None:
        """Which arguments the server accepted; None unless it accepted a call, or if only recorded calls were made."""
        reached = self.reach().state == "reached"
        return self.tally.coverage(self.given) if reached and not self.server.drift else None

    # -- generated calls

    def _explore(self) -> None:
        """Judge generated calls: what the SDK's types allow, about resources that exist."""
        context = self.live.context
        if not context.examples or self.server.drift:
            return
        calls, override = context.strategies.calls(self.operation), context.overrides.get(self.path)
        if override is not None:
            calls = override.generated(calls)
        result = property_search(
            st.tuples(calls, st.booleans()),
            self._judge_generated,
            examples=context.examples,
            seed_value=derived_seed(context.seed, self.path, "live"),
            known={*self.collector.facts, *context.known},
        )
        self.examples += result.judged
        for identity, generated in sorted(result.smallest.items()):
            self._judge_generated(generated, replacing=identity)

    def _judge_generated(self, generated: tuple[Call, bool], replacing: str = "") -> list[str]:
        """Judge a generated call; the ids of the facts to shrink. An unconstrained call keeps all generated values."""
        call, unconstrained = generated
        if self.budget_spent:
            return []
        self._renew_consumed()
        try:
            call = self._with_known_arguments(call, unconstrained=unconstrained)
        except Unreachable:
            return []
        found = self.judge_call(call, "drawn", replacing=replacing)
        return [identity for identity in found if identity.startswith(f"{SHRUNK_CHECK}:")]

    def _with_known_arguments(self, call: Call, *, unconstrained: bool) -> Call:
        """The call with existing identities in its path and, unless unconstrained, with all known values."""
        arguments = dict(call.arguments)
        known_call = self.pool.build_call(self.operation, [*arguments, *self.companions], given=self.names)
        for parameter in self.operation.accepted:
            linked = self.server.links.for_parameter(self.operation, parameter) is not None
            missing = parameter.name in self.companions and parameter.name not in arguments
            known = linked or parameter.name in self.recipe.arguments or missing
            needed = parameter.location == "path" or parameter.name in self.names
            if parameter.name in known_call.arguments and (needed or (known and not unconstrained)):
                arguments[parameter.name] = known_call.arguments[parameter.name]
        origin = known_call.origin if known_call.origin == "path" else call.origin
        return replace(call, arguments=arguments, origin=origin)

    def _judge_sequences(self) -> None:
        """Create, read, list, update and delete what the operation creates, in varying order."""
        server, context = self.server, self.live.context
        if self.absent or server.drift or server.guard.mode == "read-only":
            return
        sequences = SequenceContext(
            resources=self.live.resources,
            call_sdk=self.live.setup_calls.call_sdk,
            request_count=lambda: server.wire.stats.requests,
            server_gone=lambda: server.wire.gone,
            examples=context.examples,
            seed=context.seed,
            known=context.known,
        )
        explorer = sequence_explorer_for(sequences, self.operation, self.collector)
        if explorer is not None:
            self.checks = (*LIVE_CHECKS, *SEQUENCE_CHECKS)
            self.examples += explorer.judge_all()
            self.exchanges += explorer.runner.turn


def name_arguments(resource: Resource) -> dict[str, Any]:
    """The arguments that name a new resource, by which the ledger finds it again on a server that others use, too."""
    return {name: value for name, value in resource.recipe.arguments.items() if "{unique}" in str(value)}


def _wrong_value(parameter: Parameter) -> Value:
    """A value that no server should accept for this parameter's type; None if every value may be valid."""
    kinds = {inner.kind for inner in parameter.type.walk()}
    if kinds & {"any", "unknown", "string", "map", "model", "file", "bytes"}:
        return None
    if parameter.location == "query" and kinds & {"list", "literal"}:
        return None
    return {"conformance": ["no such value"]} if parameter.location != "query" else "no such value"
