"""The calls of an operation with the responses that each of them receives, made from the two contracts alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, Literal

from conformance.cassettes.replay import why_not_callable
from conformance.contract.model import Model, Operation
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.property_search import derived_seed, property_search
from conformance.generate.responses import ERROR_BODY, ResponseFactory, ResponseScript
from conformance.generate.strategies import Strategies
from conformance.generate.values import File, from_stored
from conformance.targets.client import BASE_URL
from conformance.upgrade.observe.recorded_call import RecordedCall
from conformance.wire import UNDECLARED, json_response

ALWAYS_SENT: Final = (404, 429, 500)  # responses that callers handle and clients retry
MAX_CALLS: Final[Mapping[str, int]] = {  # per operation and origin; one of every other origin
    "edge": 4,  # boundary values
    "path": 4,  # reserved characters in a path
    "full": 6,  # all arguments
}
Round = tuple[Call, list[ResponseScript]]
_DECLARED_ODD: Final = ("_html", "_empty")  # malformed bodies of declared statuses


@dataclass(frozen=True, kw_only=True)
class RoundPlanner:
    """Plans the calls of operations. `factory` makes responses of the old release, `new_factory` of the new one.

    `models` are those of the old release. `examples` calls of each operation are generated, besides the fixed ones.
    """

    factory: ResponseFactory
    new_factory: ResponseFactory
    models: Mapping[str, Model]
    strategies: Strategies
    examples: int
    seed: int

    def rounds(self, shared: Operation, new: Operation | None, recorded: Sequence[RecordedCall]) -> list[Round]:
        """The calls of a shared operation with their responses, the simplest call first.

        Recorded calls that both releases accept are repeated. The responses of all others are sent to the simplest
        call.
        """
        plan = Plan(shared, self.factory)
        rounds = [*self._fixed(plan, shared, new), *self._generated_rounds(plan, shared.path)]
        repeated = [(self._replayable_call(call, shared), _recorded_script(call)) for call in recorded]
        simplest, responses = rounds[0]
        rounds[0] = simplest, [*responses, *(response for call, response in repeated if call is None)]
        return rounds + [(call, [response]) for call, response in repeated if call is not None]

    def _replayable_call(self, recorded: RecordedCall, shared: Operation) -> Call | None:
        """The recorded call, where its arguments are known and both releases accept them."""
        if recorded.arguments is None:
            return None
        arguments = {name: from_stored(value) for name, value in recorded.arguments.items()}
        call = Call(shared.path, arguments, "recorded")
        return None if why_not_callable(call, shared, self.models) else call

    def _fixed(self, plan: Plan, shared: Operation, new: Operation | None) -> Iterator[Round]:
        """Calls that are not generated: the simplest one gets all responses, the others one valid response."""
        left = dict(MAX_CALLS)
        for number, (call, responses) in enumerate(plan.fixed_calls()):
            if number == 0:
                yield call, self._representative_responses(shared, new, responses)
            elif left.setdefault(call.origin, 1) > 0 or _passes_file(call):
                left[call.origin] -= 1
                yield call, responses

    def _representative_responses(
        self, shared: Operation, new: Operation | None, responses: list[ResponseScript]
    ) -> list[ResponseScript]:
        """The responses that matter: of the statuses that raise the same error by contract, a few are enough."""
        kept = [response for response in responses if _is_representative(response, shared)]
        labels = {response.label for response in kept}
        kept += [self.factory.refusal(shared, status) for status in ALWAYS_SENT if f"error_{status}" not in labels]
        redirect = json_response(302, ERROR_BODY)  # with a body: empty bodies are tested separately
        redirect = replace(redirect, headers=(*redirect.headers, ("location", f"{BASE_URL}/elsewhere")))
        kept.append(ResponseScript("redirected", "error", (redirect, *responses[0].responses)))
        return [*kept, *self._new_release_responses(new, kept)]

    def _new_release_responses(
        self, new: Operation | None, responses: list[ResponseScript]
    ) -> Iterator[ResponseScript]:
        """Valid responses of the new release's type that differ from the old ones."""
        if new is None or new.shape not in {"value", "pager"}:
            return
        payloads = [response.payloads for response in responses]
        for response in self.new_factory.conforming(new):
            if response.payloads not in payloads:
                yield replace(response, label=f"new_{response.label}")

    def _generated_rounds(self, plan: Plan, path: str) -> Iterator[Round]:
        if not self.examples or not plan.has_variations:
            return
        generated: list[Round] = []

        def keep(generated_round: Round) -> list[str]:
            generated.append(generated_round)
            return []

        property_search(
            plan.generated_calls(self.strategies),
            keep,
            examples=self.examples,
            seed_value=derived_seed(self.seed, path),
        )
        for number, (call, responses) in enumerate(generated):
            yield call, [replace(response, label=f"{response.label}_{number}") for response in islice(responses, 2)]


def _passes_file(call: Call) -> bool:
    """Each form of a file takes its own way through the SDK: all of them are passed."""
    return any(isinstance(value, File) for value in call.arguments.values())


def _recorded_script(call: RecordedCall) -> ResponseScript:
    first, last = call.responses[0].status, call.responses[-1].status
    kind: Literal["success", "error"] = "success" if last < 400 else "error"
    label = "success" if kind == "success" else f"error {last}" if first >= 400 else f"late error {last}"
    return ResponseScript(f"recorded {label} {call.label}", kind, call.responses)


def _is_representative(response: ResponseScript, shared: Operation) -> bool:
    label = response.label
    if label == "redirect_302":
        return False  # a followed redirect has a response of its own
    if not label.startswith("error_") or response.status == UNDECLARED:
        return True
    if response.status not in shared.errors:
        return False
    return label == f"error_{response.status}" or label.endswith(_DECLARED_ODD)
