"""Engine: one operation of one imported SDK, from contract to findings. Lives in a worker process.

    contract ─▶ calls ─▶ exchanges ─▶ facts ─▶ findings

Nothing is shared between operations but values that do not depend on their order, so that the work can be split over
processes without changing results.
"""

from __future__ import annotations

import traceback
from collections import ChainMap, Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hypothesis.errors import Unsatisfiable

from conformance.checks import CHECKS
from conformance.checks.check import Check, Fact, Package, Sides
from conformance.contract.document import Document, match
from conformance.contract.extract import Extractor, types_of
from conformance.contract.model import TWINS, Contract, ErrorShape, Model, Operation, Twin
from conformance.exchange.model import Exchange, Promise, Round, SpecPromise
from conformance.exchange.perform import Ask, Stage
from conformance.exchange.reading import Reader
from conformance.exchange.rendering import (
    CREDENTIALS,
    curl,
    expression,
    outcome_text,
    program,
    request_text,
    response_text,
)
from conformance.finding import PACKAGE, Coverage, Evidence, Finding, Reproduction
from conformance.generate.answers import Answer, Answers
from conformance.generate.call import Call
from conformance.generate.explore import derived_seed, explore, use_reproducible_draws
from conformance.generate.plan import Plan
from conformance.generate.strategies import Strategies
from conformance.targets.client import BASE_URL, Sdk

if TYPE_CHECKING:
    from conformance.generate.described import Described  # needs the extra `openapi`

MOST_INVALID: Final = 4  # drawn calls of one operation that an OpenAPI document forbids
_EXCHANGE: Final = tuple(check for check in CHECKS if check.judges == "exchange")
_REQUEST: Final = tuple(check for check in _EXCHANGE if check.family == "request")
_OTHERS: Final = tuple(check for check in _EXCHANGE if check.family != "request")
_ROUND: Final = tuple(check for check in CHECKS if check.judges == "round")
_OPERATION: Final = tuple(check for check in CHECKS if check.judges == "operation")
_PACKAGE: Final = tuple(check for check in CHECKS if check.judges == "package")


@dataclass(frozen=True, slots=True)
class Judged:
    """What a run of one operation gives."""

    coverage: Coverage
    findings: tuple[Finding, ...]


class Ledger:
    """Facts by finding id, and how often each check judged. The first fact of an id stays, unless told otherwise."""

    def __init__(self, operation: str) -> None:
        self.operation = operation
        self.facts: dict[str, tuple[Check, Fact]] = {}
        self.judged: Counter[str] = Counter()
        self.crash: str | None = None

    def run(self, checks: Iterable[Check], subject: object, *, replacing: str = "") -> list[str]:
        """Judge a subject; the ids of what was found. A fact with the id `replacing` replaces an older one."""
        found = []
        for check in checks:
            try:
                if not check.applies(subject):
                    continue
                self.judged[check.id] += 1
                for fact in check.judge(subject):
                    identity = finding_id(check, fact.of or self.operation, fact.part)
                    found.append(identity)
                    if identity == replacing or identity not in self.facts:
                        self.facts[identity] = (check, fact)
            except Exception as error:  # noqa: BLE001  # a crash of a check is an outcome of its own, never a pass
                self.crash = self.crash or crash_text(check.id, error)
        return found


def finding_id(check: Check, operation: str, part: str) -> str:
    """The id that a finding of this check will have."""
    return f"{check.id}: {operation}" + (f".{part}" if part else "")


def crash_text(where: str, error: BaseException) -> str:
    """Where our own code failed, without paths of the machine."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{Path(frame.filename).stem}:{frame.lineno} {frame.name}" for frame in frames]
    return f"{where}: {type(error).__name__}: {error}\n" + "\n".join(f"  {line}" for line in lines)


class Engine:
    """Judges the operations of an imported SDK.

    `approved` is the contract that the SDK is held to, None where its release has none. `accepted` are the ids of
    findings that are known already: they are found again, and not made smaller. `document` is what a user gave to hold
    the SDK to as well.
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
    ) -> None:
        use_reproducible_draws()
        self.sdk, self.approved, self.examples, self.seed = sdk, approved, examples, seed
        self.accepted = frozenset(accepted)
        self.extractor = Extractor(sdk)
        declared = self.extractor.annotations
        self.models: Mapping[str, Model] = ChainMap({} if approved is None else dict(approved.models), declared.models)
        self.stage = Stage(sdk, declared.classes)
        self.strategies, self.answers = Strategies(declared.models), Answers(self.models, self.extractor.statuses)
        self.reader = Reader(self.models)
        self.attempts = self.extractor.attempts() if approved is None else approved.attempts
        values = {"version": sdk.version, **sdk.target.client_arguments}
        self.headers = {name.lower(): text.format_map(values) for name, text in sdk.target.headers.items()}
        self.document = document
        self.specs = {} if document is None else match(document, _declared(self.extractor))

    def paths(self) -> list[str]:
        """Every operation's path, of the SDK and of its approved contract."""
        return self.extractor.paths()

    def judge_package(self) -> Judged:
        """The checks of the SDK as a whole."""
        ledger = Ledger(PACKAGE)
        package = Package(
            paths={twin: frozenset(methods) for twin, methods in self.extractor.methods.items()},
            exports=frozenset(getattr(self.sdk.package, "__all__", ())),
            attempts=self.extractor.attempts(),
            helpers=frozenset(self.extractor.helpers),
            approved=self.approved,
            document=self.document,
            described=frozenset(spec.label for spec in self.specs.values()),
        )
        ledger.run(_PACKAGE, package)
        return self._judged(ledger, TWINS, 0, 0, _PACKAGE)

    def judge_operation(self, path: str) -> Judged:
        """Everything about one operation, both twins."""
        ledger = Ledger(path)
        try:
            run = _Run(self, path, ledger)
            run.everything()
        except Exception as error:  # noqa: BLE001  # the engine's own failure is reported with the operation it hit
            ledger.crash = ledger.crash or crash_text("engine", error)
            return self._judged(ledger, (), 0, 0, (*_EXCHANGE, *_ROUND, *_OPERATION))
        return self._judged(ledger, tuple(run.actual), run.examples, run.exchanges, (*_EXCHANGE, *_ROUND, *_OPERATION))

    def _judged(
        self, ledger: Ledger, twins: tuple[Twin, ...], examples: int, exchanges: int, checks: Iterable[Check]
    ) -> Judged:
        absent = {check.id: self._reason(check, ledger.operation) for check in checks if not ledger.judged[check.id]}
        coverage = Coverage(ledger.operation, twins, examples, exchanges, dict(ledger.judged), absent, ledger.crash)
        findings = [self._finding(check, fact, ledger.operation) for check, fact in ledger.facts.values()]
        return Judged(coverage, tuple(sorted(findings, key=lambda finding: finding.id)))

    def _reason(self, check: Check, operation: str) -> str:
        """Why a check did not judge an operation."""
        if check.family == "contract" and self.approved is None and check.needs == "an approved contract":
            return "this release has no approved contract"
        if check.family == "spec" and self.document is None:
            return "no OpenAPI document was given"
        if check.family == "spec" and operation not in (PACKAGE, *self.specs):
            return "the document does not describe it"
        return f"needs {check.needs}"

    def _finding(self, check: Check, fact: Fact, operation: str) -> Finding:
        exchange = fact.exchange
        return Finding(
            check=check.id,
            operation=fact.of or operation,
            part=fact.part,
            message=self._scrubbed(fact.message),
            severity=check.severity,
            blame=check.blame,
            sources=check.sources,
            evidence=None if exchange is None else self._evidence(exchange, fact.beside),
            reproduce=None if exchange is None or exchange.sent is None else self._reproduction(exchange, fact.beside),
        )

    def _reproduction(self, exchange: Exchange, beside: Exchange | None) -> Reproduction:
        """A program, and a curl line; of both sides where two exchanges are compared."""
        made = [each for each in (beside, exchange) if each is not None and each.sent is not None]
        return Reproduction(
            "\n\n".join(program(each, self.sdk.target, caught=len(made) > 1) for each in made),
            self._scrubbed("\n".join(curl(each.sent) for each in made if each.sent is not None)),
        )

    def _evidence(self, exchange: Exchange, beside: Exchange | None) -> Evidence:
        sides = [each for each in (beside, exchange) if each is not None]
        return Evidence(
            call="\n".join(f"{expression(each, self.sdk.target, set())}  # {each.twin}" for each in sides),
            request=self._scrubbed("\n\n".join(_sent(each) for each in sides)),
            response="\n\n".join(response_text(response) for response in exchange.answer.script[:3]),
            outcome=self._scrubbed("\n\n".join(outcome_text(each) for each in sides)),
        )

    def _scrubbed(self, text: str) -> str:
        """The text without what the client was given to authenticate with, wherever an SDK may have put it."""
        for secret in self.sdk.target.client_arguments.values():
            text = text.replace(secret, CREDENTIALS)
        return text


def _sent(exchange: Exchange) -> str:
    return "\n\n".join(request_text(request) for request in exchange.requests[:3]) or "(nothing was sent)"


class _Run:
    """One operation being judged."""

    def __init__(self, engine: Engine, path: str, ledger: Ledger) -> None:
        self.engine, self.path, self.ledger = engine, path, ledger
        approved = {} if engine.approved is None else engine.approved.twins
        found = {
            twin: engine.extractor.operation(twin, path, errors=path not in approved.get(twin, {})) for twin in TWINS
        }
        self.actual: dict[Twin, Operation] = {twin: operation for twin, operation in found.items() if operation}
        self.described = self._described()
        self.promises = {twin: self._promise(twin, operation) for twin, operation in self.actual.items()}
        self.errors: dict[Twin, dict[int, ErrorShape]] = {"sync": {}, "async": {}}
        self.examples = self.exchanges = 0

    def _described(self) -> Described | None:
        """What the document says of the operation."""
        document, spec = self.engine.document, self.engine.specs.get(self.path)
        if document is None or spec is None:
            return None
        from conformance.generate.described import Described  # noqa: PLC0415  # needs the extra `openapi`

        operation = next(iter(self.actual.values()))
        return Described(document.raw, spec, operation, self.engine.extractor.annotations.models)

    def _promise(self, twin: Twin, actual: Operation) -> Promise:
        engine = self.engine
        approved = None if engine.approved is None else engine.approved.twins[twin].get(self.path)
        held = approved or actual
        attempts = engine.attempts if held.retried else {}
        return Promise(
            held, engine.models, approved is not None, attempts, engine.reader, engine.headers,
            BASE_URL, engine.sdk.target.error_base,
            None if self.described is None else SpecPromise(self.described.spec, self.described.judge),
        )  # fmt: skip

    def everything(self) -> None:
        """The calls that are always made, what they and the signature say together, then the drawn calls."""
        twin, actual = next(iter(self.actual.items()))
        operation = replace(actual, errors=self.promises[twin].operation.errors)
        plan = Plan(operation, self.engine.answers, self.described)
        for call, answers in plan.rounds():
            self._judge(call, answers)
        self.ledger.run(_OPERATION, self._sides())
        self._explore(operation, plan)
        self._explore_invalid(plan)

    def _sides(self) -> Sides:
        approved = self.engine.approved
        then = (
            {}
            if approved is None
            else {t: approved.twins[t][self.path] for t in TWINS if self.path in approved.twins[t]}
        )
        declared = self.engine.extractor.annotations.models
        actual = {twin: replace(operation, errors=self.errors[twin]) for twin, operation in self.actual.items()}
        return Sides(
            self.path, actual, then or None,
            {model.name: model for model in _reachable(actual.values(), declared)},
            {} if approved is None else {model.name: model for model in _reachable(then.values(), approved.models)},
            self.engine.document, self.engine.specs.get(self.path),
        )  # fmt: skip

    def _explore(self, operation: Operation, plan: Plan) -> None:
        explored = explore(
            plan.drawn(self.engine.strategies),
            lambda drawn: self._judge(*drawn),
            examples=self.engine.examples if plan.worth_exploring else 1,
            seed_value=derived_seed(self.engine.seed, operation.path),
            old={*self.ledger.facts, *self.engine.accepted},
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
            self.examples += explore(
                self.described.invalid(),
                judge,
                examples=min(self.engine.examples, MOST_INVALID),
                seed_value=derived_seed(self.engine.seed, self.path, "invalid"),
            ).judged

    def _judge(self, call: Call, answers: list[Answer], *, replacing: str = "") -> list[str]:
        """Make every exchange of a call and judge it; the ids of what was found."""
        made = self._perform(call, answers)
        self.exchanges += len(made)
        found, requests = [], set()
        for exchange in made:
            self._learn(exchange)
            if exchange.requests not in requests or exchange.sent is None:
                requests.add(exchange.requests)
                found += self.ledger.run(_REQUEST, exchange, replacing=replacing)
            found += self.ledger.run(_OTHERS, exchange, replacing=replacing)
        whole = Round(next(iter(self.promises.values())), call, tuple(made))
        return found + self.ledger.run(_ROUND, whole, replacing=replacing)

    def _learn(self, exchange: Exchange) -> None:
        """Error classes are seen in the exchanges: asking for them once more by probing would take as long again."""
        raised, label = exchange.raised, f"error_{exchange.answer.status}"
        if raised is not None and raised.has_status and exchange.answer.label == label:
            shape = ErrorShape(raised.name, raised.body_model)
            if raised.body_model:
                self.engine.extractor.annotations.read(type(raised.body))
            if shape != ErrorShape(exchange.promise.error_base):
                self.errors[exchange.twin][exchange.answer.status] = shape

    def _perform(self, call: Call, answers: list[Answer]) -> list[Exchange]:
        asks: list[Ask] = []
        for twin, promise in self.promises.items():
            asks += [(promise, twin, "model", call, answer) for answer in answers]
            if call.holds_model:
                asks.append((promise, twin, "dict", call, answers[0]))
        return self.engine.stage.perform(asks)


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
