"""The same calls and the same responses on one release. Runs in a worker process.

Calls and responses are made from the two contracts alone, so the workers of both releases make the same ones. The calls
are those that both signatures accept. The responses have the old release's types, and then the new one's (`new_...`),
because a newer server sends newer shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, Final, Literal

from conformance.cassettes.replay import obstacle
from conformance.contract.model import TWINS, Contract, Operation, Parameter, Twin
from conformance.exchange.call_sdk import CallRequest
from conformance.exchange.compare_value import ValueComparer
from conformance.exchange.model import Expectation
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.property_search import derived_seed, property_search, use_reproducible_draws
from conformance.generate.responses import ERROR_BODY, UNDECLARED, ResponseFactory, ResponseScript
from conformance.generate.strategies import Strategies
from conformance.generate.values import Value, from_stored, to_dict
from conformance.targets.client import BASE_URL, Sdk
from conformance.upgrade.observe.client_defaults import client_defaults
from conformance.upgrade.observe.observation import Observation
from conformance.upgrade.observe.observation_log import ObservationLog
from conformance.upgrade.observe.renames import Renames
from conformance.upgrade.observe.seeded_runner import ReleaseClasses, SeededRunner
from conformance.wire import Response, json_response

ASYNC_RESPONSES: Final = frozenset({"minimal", "full", "success_empty", "success_html", "redirected"})
ALWAYS_SENT: Final = (404, 429, 500)  # responses that callers handle and clients retry
SYNC_ONLY: Final = frozenset({"edge", "path"})  # both clients share the code that writes values
MAX_EDGES: Final = 4  # calls with boundary values, per operation
MAX_PATHS: Final = 4  # calls with reserved characters in a path
MAX_VARIANTS: Final = 6  # calls with all arguments
RecordedCall = Mapping[str, Any]  # see `Observer.observe`
_DECLARED_ODD: Final = ("_html", "_empty")  # malformed bodies of declared statuses


class Observer:
    """Observes the operations of one imported SDK, which is the `old` or the `new` release of the two contracts.

    `examples` is the number of generated calls of each operation, besides the fixed ones.
    """

    def __init__(
        self, sdk: Sdk, contracts: tuple[Contract, Contract], side: Literal["old", "new"], renamed: Renames,
        *, examples: int = 0, seed: int = 0,
    ) -> None:  # fmt: skip
        if examples:
            use_reproducible_draws()
        self.sdk, self.side, self.renamed, self.examples, self.seed = sdk, side, renamed, examples, seed
        self.old, self.new = contracts
        self.stage = SeededRunner(
            sdk, ReleaseClasses(sdk.target.package, renamed.definitions if side == "new" else {}), self.old.models
        )
        self.answers, self.new_answers = ResponseFactory(self.old.models), ResponseFactory(self.new.models)
        self.strategies, self.reader = Strategies(self.old.models), ValueComparer({})

    def client_defaults(self) -> dict[str, str]:
        """The defaults of the client, observed with the first operation that both releases have."""
        for path in self.old.paths():
            old, new = self.old.twins["sync"].get(path), self.new.twins["sync"].get(path)
            if old is not None and new is not None and old.shape == "value":
                shared = self._shared_operation(old, new)
                call = self._translate_call(Plan(shared, self.answers).simplest(), shared, old, new)
                return client_defaults(self.sdk, path, {n: to_dict(v, {}) for n, v in call.arguments.items()})
        return {}

    def observe(self, path: str, recorded: Sequence[RecordedCall] = ()) -> Observation:
        """Observe an operation, given by its name in the old release.

        `recorded` are recorded calls: {"label", "arguments" as stored or None, "responses": [[status, headers, content
        as latin-1 text], ...]}. Calls that both releases accept are repeated. The responses of all others are sent to
        the simplest call.
        """
        old = self.old.operation(path)
        new = self.new.operation(self.renamed.operations.get(path, path))
        if old is None:
            raise ValueError(f"the old release has no operation {path}")
        shared = self._shared_operation(old, new)
        plan = Plan(shared, self.answers)
        rounds = [*self._planned_rounds(plan, shared, new), *self._generated_rounds(plan, path)]
        twins = [twin for twin in TWINS if path in self.old.twins[twin]]
        notes = ObservationLog(self.sdk, self.old.models)
        expectation = Expectation(
            operation=shared, models=self.old.models, approved=False, attempts={}, comparer=self.reader, headers={},
            base_url=BASE_URL, error_base=self.sdk.target.error_base,
        )  # fmt: skip
        simplest, answers = rounds[0]
        again = [(self._replayable_call(each, shared), _recorded_script(each)) for each in recorded]
        rounds[0] = simplest, [*answers, *(answer for call, answer in again if call is None)]
        rounds += [(call, [answer]) for call, answer in again if call is not None]
        for call, answers in rounds:
            given = self._translate_call(call, shared, old, new)
            requests = list(_call_requests(expectation, twins, given, answers))
            notes.add(call, self.stage.run(requests))
        return notes.observation

    def _replayable_call(self, recorded: RecordedCall, shared: Operation) -> Call | None:
        """The recorded call, where its arguments are known and both releases accept them."""
        if recorded["arguments"] is None:
            return None
        arguments = {name: from_stored(value) for name, value in recorded["arguments"].items()}
        call = Call(shared.path, arguments, "recorded")
        return None if obstacle(call, shared, self.old.models) else call

    def _shared_operation(self, old: Operation, new: Operation | None) -> Operation:
        """The old operation with the parameters that both releases accept, required where either requires it."""
        if new is None:
            return old
        renamed = self.renamed.of(old.path)
        names = {p.name: renamed.get(p.name, p.name) for p in old.accepted}
        taken = set(renamed.values())  # the new name of a parameter may be the old name of another one
        there = {parameter.name: parameter for parameter in new.accepted}
        kept = tuple(
            replace(parameter, required=parameter.required or there[names[parameter.name]].required)
            for parameter in old.accepted
            if names[parameter.name] in there and (parameter.name in renamed or parameter.name not in taken)
        )
        errors = {**new.errors, **old.errors}
        return replace(old, parameters=kept, errors={status: errors[status] for status in sorted(errors)})

    def _translate_call(self, call: Call, shared: Operation, old: Operation, new: Operation | None) -> Call:
        """The call for this release: with its parameter names, and with what only it requires."""
        if new is None:
            return call
        names = self.renamed.of(old.path) if self.side == "new" else {}
        own, answers = (new, self.new_answers) if self.side == "new" else (old, self.answers)
        given = {names.get(parameter.name, parameter.name) for parameter in shared.parameters}
        lacks = [parameter for parameter in own.accepted if parameter.required and parameter.name not in given]
        arguments = {names.get(name, name): value for name, value in call.arguments.items()}
        return Call(own.path, {**self._simplest_values(lacks, answers), **arguments}, call.origin)

    @staticmethod
    def _simplest_values(parameters: list[Parameter], answers: ResponseFactory) -> dict[str, Value]:
        return {p.name: answers.samples.simplest(p.type.without_null()) for p in parameters}

    def _planned_rounds(
        self, plan: Plan, operation: Operation, new: Operation | None
    ) -> Iterator[tuple[Call, list[ResponseScript]]]:
        """Calls with their responses: the simplest call gets all responses, the others one valid response."""
        most = {"edge": MAX_EDGES, "path": MAX_PATHS, "full": MAX_VARIANTS}
        for number, (call, answers) in enumerate(plan.fixed_calls()):
            if number == 0:
                yield call, self._representative_responses(operation, new, answers)
            elif most.setdefault(call.origin, 1) > 0:
                most[call.origin] -= 1
                yield call, answers

    def _representative_responses(
        self, operation: Operation, new: Operation | None, answers: list[ResponseScript]
    ) -> list[ResponseScript]:
        """The responses that matter: contracts tell which statuses raise the same error, so a few stand for all."""
        kept = [answer for answer in answers if _is_representative(answer, operation)]
        have = {answer.label for answer in kept}
        kept += [self.answers.refusal(operation, s) for s in ALWAYS_SENT if f"error_{s}" not in have]
        moved = json_response(302, ERROR_BODY)  # with a body: empty bodies are tested separately
        away = replace(moved, headers=(*moved.headers, ("location", f"{BASE_URL}/elsewhere")))
        kept.append(ResponseScript("redirected", "error", (away, *answers[0].responses)))
        return [*kept, *self._new_release_responses(new, kept)]

    def _new_release_responses(self, new: Operation | None, answers: list[ResponseScript]) -> Iterator[ResponseScript]:
        """Valid responses of the new release's type that differ from the old ones."""
        if new is None or new.shape not in {"value", "pager"}:
            return
        have = [answer.payloads for answer in answers]
        for answer in self.new_answers.conforming(new):
            if answer.payloads not in have:
                yield replace(answer, label=f"new_{answer.label}")

    def _generated_rounds(self, plan: Plan, path: str) -> Iterator[tuple[Call, list[ResponseScript]]]:
        if not self.examples or not plan.has_variations:
            return
        drawn: list[tuple[Call, list[ResponseScript]]] = []

        def keep(each: tuple[Call, list[ResponseScript]]) -> list[str]:
            drawn.append(each)
            return []

        property_search(
            plan.generated_calls(self.strategies),
            keep,
            examples=self.examples,
            seed_value=derived_seed(self.seed, path),
        )
        for number, (call, answers) in enumerate(drawn):
            yield call, [replace(answer, label=f"{answer.label}_{number}") for answer in islice(answers, 2)]


def _recorded_script(answer: RecordedCall) -> ResponseScript:
    script = tuple(
        Response(status, tuple((name, value) for name, value in headers), content.encode("latin-1"))
        for status, headers, content in answer["responses"]
    )
    kind: Literal["success", "error"] = "success" if script[-1].status < 400 else "error"
    return ResponseScript(f"recorded {kind} {answer['label']}", kind, script)


def _is_representative(answer: ResponseScript, operation: Operation) -> bool:
    label = answer.label
    if label == "redirect_302":
        return False  # a followed redirect has a response of its own
    if not label.startswith("error_"):
        return True
    if answer.status == UNDECLARED:
        return True
    if answer.status not in operation.errors:
        return False
    return label == f"error_{answer.status}" or label.endswith(_DECLARED_ODD)


def _call_requests(
    expectation: Expectation, twins: list[Twin], call: Call, answers: list[ResponseScript]
) -> Iterator[CallRequest]:
    """The sync client gets every response, the async client the most important ones, plain dicts the first."""
    alone = len(twins) == 1
    for twin in twins if call.origin not in SYNC_ONLY else twins[:1]:
        for answer in answers:
            error = answer.label == f"error_{answer.status}"
            if twin == "sync" or alone or error or answer.label in ASYNC_RESPONSES:
                yield CallRequest(expectation=expectation, twin=twin, call=call, scripted=answer)
    if call.holds_model:
        yield CallRequest(expectation=expectation, twin=twins[0], argument_style="dict", call=call, scripted=answers[0])
