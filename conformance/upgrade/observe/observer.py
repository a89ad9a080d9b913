"""The same calls and the same responses on one release. Runs in a worker process.

Calls and responses are made from the two contracts alone, so the workers of both releases make the same ones. The calls
are those that both signatures accept. The responses have the old release's types, and then the new one's (`new_...`),
because a newer server sends newer shapes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from conformance.contract.model import TWINS, Contract, Operation, Twin
from conformance.exchange.call_sdk import CallRequest
from conformance.exchange.compare_value import ValueComparer
from conformance.exchange.model import Expectation
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.property_search import use_reproducible_draws
from conformance.generate.responses import ResponseFactory, ResponseScript
from conformance.generate.strategies import Strategies
from conformance.generate.values import to_dict
from conformance.targets.client import BASE_URL, Sdk
from conformance.upgrade.observe.client_defaults import client_defaults
from conformance.upgrade.observe.observation import Observation
from conformance.upgrade.observe.observation_log import ObservationLog
from conformance.upgrade.observe.recorded_call import RecordedCall
from conformance.upgrade.observe.renames import Renames
from conformance.upgrade.observe.rounds import RoundPlanner
from conformance.upgrade.observe.seeded_runner import ReleaseClasses, SeededRunner
from conformance.upgrade.observe.shared_operation import (
    CallTranslator,
    ReleaseName,
    defaults_operation,
    shared_operation,
)

ASYNC_RESPONSES: Final = frozenset({"minimal", "full", "success_empty", "success_html", "redirected"})
SYNC_ONLY: Final = frozenset({"edge", "path"})  # both clients share the code that writes values


class Observer:
    """Observes the operations of one imported SDK, which is the `old` or the `new` release of the two contracts.

    `examples` is the number of generated calls of each operation, besides the fixed ones.
    """

    def __init__(
        self, sdk: Sdk, contracts: tuple[Contract, Contract], side: ReleaseName, renames: Renames,
        *, examples: int = 0, seed: int = 0,
    ) -> None:  # fmt: skip
        if examples:
            use_reproducible_draws()
        self.sdk, self.side, self.renames = sdk, side, renames
        self.old, self.new = contracts
        self.factory, self.new_factory = ResponseFactory(self.old.models), ResponseFactory(self.new.models)
        self.planner = RoundPlanner(
            factory=self.factory, new_factory=self.new_factory, models=self.old.models,
            strategies=Strategies(self.old.models), examples=examples, seed=seed,
        )  # fmt: skip
        self.runner = SeededRunner(
            sdk, ReleaseClasses(sdk.target.package, renames.definitions if side == "new" else {}), self.old.models
        )
        self.comparer = ValueComparer({})

    def client_defaults(self) -> dict[str, str]:
        """The defaults of the client, observed with the first operation that both releases have."""
        path = defaults_operation(self.old, self.new)
        if path is None:
            return {}
        old, new = self.old.twins["sync"][path], self.new.twins["sync"][path]
        shared = shared_operation(old, new, self.renames)
        call = self._translator(shared, old, new).translate(Plan(shared, self.factory).simplest())
        arguments = {name: to_dict(value, {}) for name, value in call.arguments.items()}
        return client_defaults(self.sdk, self.old.models, path, arguments)

    def observe(self, path: str, recorded: Sequence[RecordedCall] = ()) -> Observation:
        """Observe an operation, given by its name in the old release."""
        old = self.old.operation(path)
        new = self.new.operation(self.renames.operations.get(path, path))
        if old is None:
            raise ValueError(f"the old release has no operation {path}")
        shared = shared_operation(old, new, self.renames)
        if shared.not_called:
            return ObservationLog(self.sdk, self.old.models).observation
        translator = self._translator(shared, old, new)
        twins = [twin for twin in TWINS if path in self.old.twins[twin]]
        expectation = Expectation(
            operation=shared, models=self.old.models, approved=False, attempts={}, comparer=self.comparer, headers={},
            base_url=BASE_URL, error_base=self.sdk.target.error_base,
        )  # fmt: skip
        log = ObservationLog(self.sdk, self.old.models)
        for call, responses in self.planner.rounds(shared, new, recorded):
            own = call if new is None else translator.translate(call)
            exchanges = self.runner.run(
                list(
                    _call_requests(expectation, twins, own, responses, with_dicts=call.holds_model(expectation.models))
                )
            )
            log.add(call, exchanges)  # under the old names, so that both releases log the same calls
        return log.observation

    def _translator(self, shared: Operation, old: Operation, new: Operation | None) -> CallTranslator:
        if self.side == "old" or new is None:
            return CallTranslator(shared=shared, own=old, names={}, factory=self.factory)
        return CallTranslator(shared=shared, own=new, names=self.renames.of(old.path), factory=self.new_factory)


def _call_requests(
    expectation: Expectation, twins: list[Twin], call: Call, responses: list[ResponseScript], *, with_dicts: bool
) -> Iterator[CallRequest]:
    """The sync client gets every response, the async client the most important ones, plain dicts the first.

    `with_dicts` says whether plain dicts are passed, too. The call that both releases share decides that: one of them
    may add a model to it.
    """
    single = len(twins) == 1
    for twin in twins if call.origin not in SYNC_ONLY else twins[:1]:
        for response in responses:
            error = response.label == f"error_{response.status}"
            if twin == "sync" or single or error or response.label in ASYNC_RESPONSES:
                yield CallRequest(expectation=expectation, twin=twin, call=call, scripted=response)
    if with_dicts:
        yield CallRequest(
            expectation=expectation, twin=twins[0], argument_style="dict", call=call, scripted=responses[0]
        )
