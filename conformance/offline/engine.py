"""Engine: one operation of one imported SDK, from contract to findings. Lives in a worker process.

    contract ─▶ calls ─▶ exchanges ─▶ facts ─▶ findings

Nothing is shared between operations but values that do not depend on their order, so that the work can be split over
processes without changing results.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from hypothesis.errors import Unsatisfiable

from conformance.cassettes.interaction import Interaction
from conformance.cassettes.replay import RecordedRequests, Recording, live_of, obstacle, recordings_for
from conformance.checks import checks_of
from conformance.checks.check import Check
from conformance.checks.recorded_request_differs import recorded_request_differs
from conformance.checks.subjects import DeclaredOperation, Package
from conformance.contract.document import Document, match_operations
from conformance.contract.extract import Extractor, types_of
from conformance.contract.model import TWINS, Contract, ErrorShape, Model, Operation, Twin
from conformance.exchange.call_sdk import CallRequest, SdkRunner
from conformance.exchange.compare_value import ValueComparer
from conformance.exchange.model import CallGroup, Exchange, Expectation, LiveObservation, SpecExpectation
from conformance.exchange.validate_payload import PayloadValidator
from conformance.finding import PACKAGE, Coverage, Reach
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.property_search import derived_seed, property_search, use_reproducible_draws
from conformance.generate.responses import ResponseFactory, ResponseScript
from conformance.generate.strategies import Strategies
from conformance.judging import FactCollector, FindingBuilder, Judged, crash_text
from conformance.targets.client import BASE_URL, Sdk

if TYPE_CHECKING:
    from conformance.generate.spec_guided_calls import SpecGuidedCalls  # needs the extra `openapi`

MOST_INVALID: Final = 4  # drawn calls of one operation that an OpenAPI document forbids
_EXCHANGE: Final = tuple(check for check in checks_of(Exchange) if check.family != "live")
_REQUEST: Final = tuple(check for check in _EXCHANGE if check.family == "request")
_OTHERS: Final = tuple(check for check in _EXCHANGE if check.family != "request")
_REPLAYED: Final = tuple(check for check in checks_of(Exchange) if check.replayed)
_ROUND: Final = checks_of(CallGroup)
_OPERATION: Final = checks_of(DeclaredOperation)
_PACKAGE: Final = checks_of(Package)


class Engine:
    """Judges the operations of an imported SDK.

    `approved` is the contract that the SDK is held to, None where its release has none. `accepted` are the ids of
    findings that are known already: they are found again, and not made smaller. `document` is what a user gave to hold
    the SDK to as well. `recorded` are interactions with real servers, by operation.
    """

    def __init__(
        self,
        sdk: Sdk,
        approved: Contract | None,
        *,
        examples: int,
        seed: int,
        accepted: Collection[str] = (),
        document: Document | None = None,
        recorded: Mapping[str, Sequence[Interaction]] | None = None,
    ) -> None:
        use_reproducible_draws()
        self.sdk, self.approved, self.examples, self.seed = sdk, approved, examples, seed
        self.accepted = frozenset(accepted)
        self.extractor = Extractor(sdk)
        declared = self.extractor.annotations
        self.models: Mapping[str, Model] = ChainMap({} if approved is None else dict(approved.models), declared.models)
        self.stage = SdkRunner(sdk, declared.classes)
        self.strategies, self.answers = (
            Strategies(declared.models),
            ResponseFactory(self.models, self.extractor.statuses),
        )
        self.reader = ValueComparer(self.models)
        self.attempts = self.extractor.attempts() if approved is None else approved.attempts
        values = {"version": sdk.version, **sdk.target.client_arguments}
        self.headers = {name.lower(): text.format_map(values) for name, text in sdk.target.headers.items()}
        self.clerk = FindingBuilder(sdk.target)
        self._promises: dict[str, Mapping[Twin, Expectation]] = {}
        self.recorded, self.strict = recorded or {}, PayloadValidator(self.models)
        self.document = document
        self.declared = _declared(self.extractor)
        self.specs = {} if document is None else match_operations(document, self.declared)

    def paths(self) -> list[str]:
        """Every operation's path, of the SDK and of its approved contract."""
        return self.extractor.paths()

    def judge_package(self) -> Judged:
        """The checks of the SDK as a whole."""
        tally = FactCollector(PACKAGE)
        tally.run(_PACKAGE, self.package())
        return self.judged(tally, TWINS, 0, 0, _PACKAGE)

    def package(self) -> Package:
        """The SDK as a whole, as checks see it."""
        return Package(
            paths={twin: frozenset(methods) for twin, methods in self.extractor.methods.items()},
            exports=frozenset(getattr(self.sdk.package, "__all__", ())),
            attempts=self.extractor.attempts(),
            helpers=frozenset(self.extractor.helpers),
            approved=self.approved,
            document=self.document,
            described=frozenset(spec.label for spec in self.specs.values()),
        )

    def sides(self, path: str) -> DeclaredOperation:
        """One operation as it is declared, with the errors that it is promised to have."""
        run = _Run(self, path, FactCollector(path))
        run.errors.update({twin: dict(expectation.operation.errors) for twin, expectation in run.expectations.items()})
        return run.sides()

    def judge_operation(self, path: str) -> Judged:
        """Everything about one operation, both twins."""
        replayed = _REPLAYED if path in self.recorded else ()
        checks: tuple[Check[Any], ...] = (*_EXCHANGE, *_ROUND, *_OPERATION, *replayed)
        tally = FactCollector(path)
        try:
            run = _Run(self, path, tally)
            run.everything()
        except Exception as error:  # noqa: BLE001  # the engine's own failure is reported with the operation it hit
            tally.crash = tally.crash or crash_text("engine", error)
            return self.judged(tally, (), 0, 0, checks)
        judged = self.judged(tally, tuple(run.actual), run.examples, run.exchanges, checks)
        coverage = replace(judged.coverage, replayed=run.replayed, not_replayed=run.not_replayed)
        return replace(judged, coverage=coverage)

    def expectations(self, path: str) -> Mapping[Twin, Expectation]:
        """What an operation is held to, for each twin that has it."""
        if path not in self._promises:
            self._promises[path] = _Run(self, path, FactCollector(path)).expectations
        return self._promises[path]

    def judged(
        self,
        tally: FactCollector,
        twins: tuple[Twin, ...],
        examples: int,
        exchanges: int,
        checks: Iterable[Check[Any]],
        reach: Reach | None = None,
    ) -> Judged:
        """The coverage and the findings of what was judged; `checks` are all that might have been."""
        absent = {check.id: self._reason(check, tally.operation) for check in checks if not tally.judged[check.id]}
        coverage = Coverage(
            tally.operation, twins, examples, exchanges, dict(tally.judged), absent, tally.crash, reach=reach
        )
        return Judged(coverage, self.clerk.findings(tally))

    def _reason(self, check: Check[Any], operation: str) -> str:
        """Why a check did not judge an operation."""
        if check.family == "contract" and self.approved is None and check.needs == "an approved contract":
            return "this release has no approved contract"
        if check.family == "spec" and self.document is None:
            return "no OpenAPI document was given"
        if check.family == "spec" and operation not in (PACKAGE, *self.specs):
            return "the document does not describe it"
        return f"needs {check.needs}"


class _Run:
    """One operation being judged."""

    def __init__(self, engine: Engine, path: str, tally: FactCollector) -> None:
        self.engine, self.path, self.tally = engine, path, tally
        approved = {} if engine.approved is None else engine.approved.twins
        found = {
            twin: engine.extractor.operation(twin, path, errors=path not in approved.get(twin, {})) for twin in TWINS
        }
        self.actual: dict[Twin, Operation] = {twin: operation for twin, operation in found.items() if operation}
        self.described = self._described()
        self.expectations = {twin: self._promise(twin, operation) for twin, operation in self.actual.items()}
        self.errors: dict[Twin, dict[int, ErrorShape]] = {"sync": {}, "async": {}}
        self.examples = self.exchanges = self.replayed = 0
        self.not_replayed: dict[str, str] = {}

    def _described(self) -> SpecGuidedCalls | None:
        """What the document says of the operation."""
        document, spec = self.engine.document, self.engine.specs.get(self.path)
        if document is None or spec is None:
            return None
        from conformance.generate.spec_guided_calls import SpecGuidedCalls  # noqa: PLC0415  # needs the extra `openapi`

        operation = next(iter(self.actual.values()))
        return SpecGuidedCalls(document.raw, spec, operation, self.engine.extractor.annotations.models)

    def _promise(self, twin: Twin, actual: Operation) -> Expectation:
        engine = self.engine
        approved = None if engine.approved is None else engine.approved.twins[twin].get(self.path)
        held = approved or actual
        attempts = engine.attempts if held.retried else {}
        spec = None
        if self.described is not None:
            spec = SpecExpectation(operation=self.described.spec, body_errors=self.described.judge)
        return Expectation(
            operation=held, models=engine.models, approved=approved is not None, attempts=attempts,
            comparer=engine.reader, headers=engine.headers, base_url=BASE_URL,
            error_base=engine.sdk.target.error_base, spec=spec,
            machine_headers=engine.sdk.target.machine_headers,
        )  # fmt: skip

    def everything(self) -> None:
        """The calls that are always made, what they and the signature say together, then the drawn calls."""
        twin, actual = next(iter(self.actual.items()))
        operation = replace(actual, errors=self.expectations[twin].operation.errors)
        plan = Plan(operation, self.engine.answers, self.described)
        for call, answers in plan.fixed_calls():
            self._judge(call, answers)
        self.tally.run(_OPERATION, self.sides())
        self._explore(operation, plan)
        self._explore_invalid(plan)
        self._replay()

    def sides(self) -> DeclaredOperation:
        """The operation as it is declared, approved and described."""
        approved = self.engine.approved
        then = (
            {}
            if approved is None
            else {t: approved.twins[t][self.path] for t in TWINS if self.path in approved.twins[t]}
        )
        declared = self.engine.extractor.annotations.models
        actual = {twin: replace(operation, errors=self.errors[twin]) for twin, operation in self.actual.items()}
        approved_models = [] if approved is None else _reachable(then.values(), approved.models)
        return DeclaredOperation(
            path=self.path,
            actual=actual,
            approved=then or None,
            models={model.name: model for model in _reachable(actual.values(), declared)},
            approved_models={model.name: model for model in approved_models},
            document=self.engine.document,
            spec=self.engine.specs.get(self.path),
        )

    def _explore(self, operation: Operation, plan: Plan) -> None:
        explored = property_search(
            plan.generated_calls(self.engine.strategies),
            lambda drawn: self._judge(*drawn),
            examples=self.engine.examples if plan.has_variations else 1,
            seed_value=derived_seed(self.engine.seed, operation.path),
            known={*self.tally.facts, *self.engine.accepted},
        )
        self.examples += explored.judged
        for identity, (call, answers) in sorted(explored.smallest.items()):
            self._judge(call, answers, replacing=identity)

    def _explore_invalid(self, plan: Plan) -> None:
        """Calls with bodies that the document forbids: they have to reach the server, and its refusal the caller."""
        if self.described is None or self.described.takes_all:
            return

        def judge(call: Call | None) -> list[str]:
            if call is not None:
                self._judge(call, [plan.refusal])
            return []  # making such a body smaller takes seconds, and what is wrong with it is told by its evidence

        with suppress(Unsatisfiable):  # no body that the SDK's arguments can make is forbidden
            self.examples += property_search(
                self.described.invalid(),
                judge,
                examples=min(self.engine.examples, MOST_INVALID),
                seed_value=derived_seed(self.engine.seed, self.path, "invalid"),
            ).judged

    def _judge(self, call: Call, answers: list[ResponseScript], *, replacing: str = "") -> list[str]:
        """Make every exchange of a call and judge it; the ids of what was found."""
        return self._tell(call, self.engine.stage.run(self._call_requests(call, answers)), replacing=replacing)

    def _tell(self, call: Call, made: list[Exchange], *, replacing: str = "") -> list[str]:
        self.exchanges += len(made)
        found, requests = [], set()
        for exchange in made:
            self._learn(exchange)
            if exchange.requests not in requests or exchange.first_request is None:
                requests.add(exchange.requests)
                found += self.tally.run(_REQUEST, exchange, replacing=replacing)
            found += self.tally.run(_OTHERS, exchange, replacing=replacing)
        whole = CallGroup(expectation=next(iter(self.expectations.values())), call=call, exchanges=tuple(made))
        return found + self.tally.run(_ROUND, whole, replacing=replacing)

    def _learn(self, exchange: Exchange) -> None:
        """Error classes are seen in the exchanges: asking for them once more by probing would take as long again."""
        raised, label = exchange.raised, f"error_{exchange.scripted.status}"
        if raised is not None and raised.has_status and exchange.scripted.label == label:
            shape = ErrorShape(raised.name, raised.body_model)
            if raised.body_model:
                self.engine.extractor.annotations.read(type(raised.body))
            if shape != ErrorShape(exchange.expectation.error_base):
                self.errors[exchange.twin][exchange.scripted.status] = shape

    def _call_requests(self, call: Call, answers: list[ResponseScript]) -> list[CallRequest]:
        requests: list[CallRequest] = []
        for twin, expectation in self.expectations.items():
            request = CallRequest(expectation=expectation, twin=twin, call=call, scripted=answers[0])
            requests += [replace(request, scripted=answer) for answer in answers]
            if call.holds_model:
                requests.append(replace(request, argument_style="dict"))
        return requests

    def _replay(self) -> None:
        """Make every recorded call again, and judge it with what a server answered to it then."""
        recordings = recordings_for(self.engine.recorded.get(self.path, ()), self.engine.sdk.version)
        tape, wanted = RecordedRequests(recordings), list(self._repeatable(recordings))
        made = iter(self.engine.stage.run(request for _, _, requests in wanted for request in requests))
        for recording, live, requests in wanted:
            exchanges = [
                replace(each, live=live, replayed=tape.replayed(recording, each.requests))
                for each in islice(made, len(requests))
            ]
            self._judge_replayed(recording, exchanges)

    def _repeatable(
        self, recordings: Iterable[Recording]
    ) -> Iterator[tuple[Recording, LiveObservation, list[CallRequest]]]:
        """The recordings whose calls this SDK can make, with what is to be asked of it."""
        operation = next(iter(self.expectations.values())).operation
        declared = self.engine.extractor.annotations.models
        for recording in recordings:
            call = recording.call
            reasons = (obstacle(call, each, declared) for each in self.actual.values() if call)
            why = next(filter(None, reasons), "") if call else "its arguments are not known"
            if call is None or why:
                self.not_replayed[recording.name] = why
            else:
                answer, live = live_of(recording, operation, self.engine.strict)
                yield recording, live, self._call_requests(call, [answer])

    def _judge_replayed(self, recording: Recording, made: list[Exchange]) -> None:
        """What is answered to another request than the recorded one is judged only where the request itself is."""
        told = [each.replayed for each in made if each.replayed is not None]
        if not recording.held and any(each.mismatches for each in told):
            self.not_replayed[recording.name] = f"it asks for something else than {recording.sdk} did"
            return
        self.replayed += 1
        if all(each.responses_apply for each in told):
            self._tell(made[0].call, made)
            for each in made:
                self.tally.run(_REPLAYED, each)
        else:
            self.exchanges += len(made)
            for each in made:
                self.tally.run([recorded_request_differs], each)


class _Declared(Mapping[str, Operation]):
    """The operations of one twin, each learnt when it is asked for."""

    def __init__(self, extractor: Extractor, twin: Twin) -> None:
        self.extractor, self.twin = extractor, twin

    def __getitem__(self, path: str) -> Operation:
        found = self.extractor.operation(self.twin, path, errors=False)
        if found is None:
            raise KeyError(path)
        return found

    def __contains__(self, path: object) -> bool:
        return path in self.extractor.methods[self.twin]

    def __iter__(self) -> Iterator[str]:
        return iter(self.extractor.methods[self.twin])

    def __len__(self) -> int:
        return len(self.extractor.methods[self.twin])


def _declared(extractor: Extractor) -> Contract:
    """The SDK's operations as a contract, for what asks for few of them."""
    target, version = extractor.sdk.target, extractor.sdk.version
    return Contract(target.name, target.distribution, version, {t: _Declared(extractor, t) for t in TWINS}, {})


def _reachable(operations: Iterable[Operation], models: Mapping[str, Model]) -> Iterator[Model]:
    """The models that the operations mention, each once."""
    roots = tuple(kind for operation in operations for kind in types_of(operation))
    yield from Contract("", "", "", {}, models).reachable(*roots)
