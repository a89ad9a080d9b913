"""One operation under test: its calls, the exchanges that they result in, and the checks of those exchanges."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, Final

from hypothesis.errors import Unsatisfiable

from conformance.checks import checks_of
from conformance.checks.check import Check
from conformance.checks.subjects import CallWithOptions, DeclaredOperation
from conformance.contract.model import NOT_CALLED, ErrorShape, Twin
from conformance.contract.types import ANY
from conformance.contract.url_shape import with_settings
from conformance.documentation.docstring import read_docstring
from conformance.documentation.examples import run_example
from conformance.documentation.subjects import DocumentedOperation
from conformance.exchange.call_sdk import CallRequest, SdkRunner
from conformance.exchange.model import CallGroup, Exchange
from conformance.extent import Extent
from conformance.finding import ONLY_DECLARED
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.property_search import derived_seed, property_search
from conformance.generate.responses import ResponseScript
from conformance.judging.context import Context
from conformance.judging.fact_collector import FactCollector
from conformance.judging.operation_context import OperationContext
from conformance.judging.subjects import declared_operation
from conformance.offline.extents import clients_extent, options_extent, response_kinds_extent
from conformance.runtime.options import arriving_options
from conformance.wire import Request

MAX_INVALID_CALLS: Final = 4  # generated calls of one operation that an OpenAPI document forbids
_EXCHANGE_CHECKS: Final = tuple(check for check in checks_of(Exchange) if check.family != "live")
_REQUEST_CHECKS: Final = tuple(check for check in _EXCHANGE_CHECKS if check.family == "request")
_OUTCOME_CHECKS: Final = tuple(check for check in _EXCHANGE_CHECKS if check.family != "request")
_GROUP_CHECKS: Final = checks_of(CallGroup)
_OPERATION_CHECKS: Final = checks_of(DeclaredOperation)
_OPTION_CHECKS: Final = checks_of(CallWithOptions)
_EXAMPLE_CHECKS: Final = checks_of(DocumentedOperation)
OFFLINE_CHECKS: Final[tuple[Check[Any], ...]] = (
    *_EXCHANGE_CHECKS, *_GROUP_CHECKS, *_OPERATION_CHECKS, *_OPTION_CHECKS, *_EXAMPLE_CHECKS,
)  # fmt: skip


class OfflineOperation:
    """One operation under test. `examples` and `exchanges` count its generated calls and its exchanges so far.

    `dropped_options` gives the options that the shared client drops for every operation.
    """

    def __init__(
        self,
        context: Context,
        operation: OperationContext,
        *,
        runner: SdkRunner,
        collector: FactCollector,
        dropped_options: Callable[[], Mapping[Twin, frozenset[str]]] = dict,
    ) -> None:
        self.context, self.operation, self.runner, self.collector = context, operation, runner, collector
        self.dropped_options = dropped_options
        self.errors: dict[Twin, dict[int, ErrorShape]] = {"sync": {}, "async": {}}  # that the SDK raised, by status
        self.error_statuses: dict[Twin, set[int]] = {"sync": set(), "async": set()}  # error statuses of sent requests
        self.examples = self.exchanges = 0
        self.response_kinds: dict[str, bool] = {}  # of the fixed calls: whether a request was sent for each
        self.tested_options: set[tuple[Twin, str]] = set()
        self.failing: frozenset[Twin] = frozenset()  # clients that raise one exception at every response
        self.not_called = next(
            (declared.not_called for declared in operation.declared.values() if declared.not_called),
            ONLY_DECLARED if context.declarations else None,
        )

    def judge_generated_calls(self) -> None:
        """Judge the fixed calls, then the declarations, then generated calls.

        Where calls do not end, only the declarations are judged; `not_called` has the reason.
        """
        if self.not_called is None:
            self._judge_calls()
        if self.not_called is not None:
            self.collector.run(
                _OPERATION_CHECKS, declared_operation(self.context, self.operation, self._observed_errors())
            )

    def _judge_calls(self) -> None:
        twin, declared = next(iter(self.operation.declared.items()))
        errors = self.operation.expectations[twin].operation.errors
        spec_guided_calls = self.operation.spec_guided_calls
        override = self.context.overrides.get(self.operation.path)
        plan = Plan(replace(declared, errors=errors), self.context.responses, spec_guided_calls, override)
        for call, responses in plan.fixed_calls():
            exchanges = self.runner.run(self.call_requests(call, responses))
            if self._polls(exchanges):
                self.not_called = NOT_CALLED["polls"]
                return
            for exchange in exchanges:
                kind = f"{exchange.scripted.label} ({exchange.twin})"
                self.response_kinds[kind] = self.response_kinds.get(kind, False) or bool(exchange.requests)
            if not self.exchanges:
                self.failing = failing_clients(exchanges)
                exchanges = [
                    *_first_of(exchanges, self.failing),
                    *(one for one in exchanges if one.twin not in self.failing),
                ]
            self.judge_exchanges(call, exchanges)
        self.collector.run(_OPERATION_CHECKS, declared_operation(self.context, self.operation, self._observed_errors()))
        self._judge_options(plan)
        self._judge_documentation(plan)
        self._explore(plan)
        self._explore_invalid(plan)

    def _polls(self, exchanges: Iterable[Exchange]) -> bool:
        """Whether a call polls although probing did not show it: its end depends on more than an empty response has."""
        learned = all(expectation.approved for expectation in self.operation.expectations.values())
        return not learned and any(exchange.polls for exchange in exchanges)

    def _judge_options(self, plan: Plan) -> None:
        """Call each client once with all options that the shared client passes on."""
        call, target = plan.simplest(), self.context.sdk.target
        for twin, expectation in self.operation.expectations.items():
            method = self.context.extractor.methods[twin].get(self.operation.path)
            if method is None or twin in self.failing:
                continue
            options = tuple(arriving_options(method.chain, target))
            self.tested_options |= {(twin, option.name) for option in options}
            request = CallRequest(
                expectation=expectation,
                twin=twin,
                call=call,
                scripted=plan.minimal,
                options={option.name: option.value for option in options},
            )
            for exchange in self.runner.run([request] if options else []):
                self.exchanges += 1
                judged = CallWithOptions(options=options, exchange=exchange)
                if judged.ignored:  # only then: to learn what every operation drops takes another operation's call
                    dropped = self.dropped_options().get(twin, frozenset())
                    own = tuple(option for option in options if option.name not in dropped)
                    judged = CallWithOptions(options=own, exchange=exchange)
                self.collector.run(_OPTION_CHECKS, judged)

    def _judge_documentation(self, plan: Plan) -> None:
        """Run the examples of each client's docstring, and compare what it says with the operation."""
        path, sdk = self.operation.path, self.context.sdk
        for twin, expectation in self.operation.expectations.items():
            method = self.context.extractor.methods[twin].get(path)
            docstring = read_docstring(inspect.getdoc(method.bound) if method else None)
            runs = tuple(run_example(sdk, path, code, plan.minimal.responses) for code in docstring.examples)
            url = with_settings(expectation.operation.url, sdk.target.client_arguments)
            documented = DocumentedOperation(
                operation=replace(expectation.operation, url=url),
                twin=twin,
                docstring=docstring,
                runs=runs,
                models=expectation.models,
            )
            self.collector.run(_EXAMPLE_CHECKS, documented)

    def _explore(self, plan: Plan) -> None:
        """Judge generated calls, and shrink those with new findings."""
        result = property_search(
            plan.generated_calls(self.context.strategies),
            lambda generated: self._judge_call(*generated),
            examples=self.context.examples if plan.has_variations else 1,
            seed_value=derived_seed(self.context.seed, self.operation.path),
            known={*self.collector.facts, *self.context.known},
        )
        self.examples += result.judged
        for identity, (call, responses) in sorted(result.smallest.items()):
            self._judge_call(call, responses, replacing=identity)

    def _explore_invalid(self, plan: Plan) -> None:
        """Judge calls with bodies that the document forbids: the SDK has to send them, and to report the refusal."""
        calls = self.operation.spec_guided_calls
        if calls is None or calls.takes_all:
            return

        def judge(call: Call | None) -> Collection[str]:
            if call is not None:
                self._judge_call(call, [plan.refusal])
            return ()  # shrinking such a body takes seconds, and the evidence shows the problem

        with suppress(Unsatisfiable):  # every body that the SDK's arguments can make is allowed
            self.examples += property_search(
                calls.invalid(),
                judge,
                examples=min(self.context.examples, MAX_INVALID_CALLS),
                seed_value=derived_seed(self.context.seed, self.operation.path, "invalid"),
            ).judged

    def _judge_call(self, call: Call, responses: Sequence[ResponseScript], *, replacing: str = "") -> list[str]:
        """Make and judge every exchange of a call; the ids of the facts found."""
        return self.judge_exchanges(call, self.runner.run(self.call_requests(call, responses)), replacing=replacing)

    def call_requests(self, call: Call, responses: Sequence[ResponseScript]) -> list[CallRequest]:
        """A call by each client, with each response; with plain dicts only for the first response."""
        requests: list[CallRequest] = []
        for twin, expectation in self.operation.expectations.items():
            if twin in self.failing:
                continue
            request = CallRequest(expectation=expectation, twin=twin, call=call, scripted=responses[0])
            requests += [replace(request, scripted=scripted) for scripted in responses]
            if call.holds_model(expectation.models):
                requests.append(replace(request, argument_style="dict"))
        return requests

    def judge_exchanges(self, call: Call, exchanges: Sequence[Exchange], *, replacing: str = "") -> list[str]:
        """Judge every exchange of a call, and all of them as a group; the ids of the facts found."""
        if not exchanges:
            return []
        self.exchanges += len(exchanges)
        found: list[str] = []
        judged_requests: dict[tuple[Request, ...], list[str]] = {}
        for exchange in exchanges:
            self._note_error(exchange)
            if exchange.requests not in judged_requests or exchange.first_request is None:
                in_requests = self.collector.run(_REQUEST_CHECKS, exchange, replacing=replacing)
                judged_requests[exchange.requests] = in_requests
                found += in_requests
            else:
                self.collector.note_client(judged_requests[exchange.requests], exchange.twin)
            found += self.collector.run(_OUTCOME_CHECKS, exchange, replacing=replacing)
        expectation = next(iter(self.operation.expectations.values()))
        group = CallGroup(expectation=expectation, call=call, exchanges=tuple(exchanges))
        return found + self.collector.run(_GROUP_CHECKS, group, replacing=replacing)

    def extents(self) -> dict[str, Extent]:
        """How much of the operation was tested."""
        path, declared = self.operation.path, self.operation.declared
        found = {
            "clients": clients_extent(
                tuple(declared), not_called=self.not_called, clients=self.context.sdk.target.family.clients
            )
        }
        if self.not_called is None:
            found["options"] = options_extent(self.context, path, self.tested_options)
            found["response kinds"] = response_kinds_extent(self.response_kinds)
        return found

    def judge_unmatched(self, exchanges: Iterable[Exchange], checks: Collection[Check[Exchange]]) -> None:
        """Judge exchanges whose recorded responses do not apply: only with these checks."""
        for exchange in exchanges:
            self.exchanges += 1
            self.collector.run(checks, exchange)

    def _observed_errors(self) -> dict[Twin, dict[int, ErrorShape]]:
        """The errors of each client by status; the expected ones of statuses to which no request led."""
        expected = {twin: expectation.operation.errors for twin, expectation in self.operation.expectations.items()}
        return {
            twin: {
                **{
                    status: shape
                    for status, shape in expected.get(twin, {}).items()
                    if status not in self.error_statuses[twin]
                },
                **errors,
            }
            for twin, errors in self.errors.items()
        }

    def _note_error(self, exchange: Exchange) -> None:
        """Learn the SDK's error classes from its exchanges: probing for them would take as long again."""
        raised, label = exchange.raised, f"error_{exchange.scripted.status}"
        if exchange.scripted.label == label and exchange.first_request is not None:
            self.error_statuses[exchange.twin].add(exchange.scripted.status)
        if raised is not None and raised.has_status and exchange.scripted.label == label:
            read = self.context.extractor.annotations.read(type(raised.body)) if raised.body_model else ANY
            shape = ErrorShape(raised.name, raised.body_model if read.kind == "model" else "")
            if shape != ErrorShape(exchange.expectation.error_base):
                self.errors[exchange.twin][exchange.scripted.status] = shape


def failing_clients(exchanges: Iterable[Exchange]) -> frozenset[Twin]:
    """The clients whose call raises the same unexpected exception whatever the response is.

    One exchange shows what is wrong; the others would show it again, as a finding for each response.
    """
    raised: dict[Twin, set[str]] = {}
    for exchange in exchanges:
        error = exchange.raised
        raised.setdefault(exchange.twin, set()).add("" if error is None or error.expected else error.text)
    return frozenset(twin for twin, texts in raised.items() if len(texts) == 1 and "" not in texts)


def _first_of(exchanges: Iterable[Exchange], twins: Collection[Twin]) -> list[Exchange]:
    """The first exchange of each of some clients."""
    first: dict[Twin, Exchange] = {}
    for exchange in exchanges:
        if exchange.twin in twins:
            first.setdefault(exchange.twin, exchange)
    return list(first.values())
