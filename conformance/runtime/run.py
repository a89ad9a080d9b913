"""Runs all situations of an SDK."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.contract.extract import Extractor
from conformance.contract.model import TWINS, Contract, Twin
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.responses import ResponseFactory
from conformance.generate.values import to_python
from conformance.runtime.case import ConcurrentCalls, Configuration, Runtime, RuntimeCase, Script, Situation
from conformance.runtime.client_arguments import configurations, constructor_arguments
from conformance.runtime.concurrency import concurrent_calls
from conformance.runtime.observer import RuntimeObserver
from conformance.runtime.options import arrives, arriving_options, call_options, option_meanings
from conformance.runtime.profile import Lines
from conformance.runtime.representatives import representatives
from conformance.runtime.situations import situations
from conformance.targets.client import Sdk


class RuntimeRun:
    """Makes the calls of all situations of an imported SDK. `usual_headers` are those of every request."""

    def __init__(
        self,
        sdk: Sdk,
        extractor: Extractor,
        declared: Contract,
        responses: ResponseFactory,
        *,
        usual_headers: Mapping[str, str],
    ) -> None:
        self.sdk, self.extractor, self.declared, self.responses = sdk, extractor, declared, responses
        self.usual_headers = usual_headers
        self.left_out = frozenset(name.lower() for name in sdk.target.machine_headers)

    def run(self, approved: Mapping[str, Mapping[Twin, Lines]] | None = None) -> Runtime:
        """All cases, each with what the profile has approved for it."""
        cases = tuple(self._cases(approved or {}))
        credentials = self.sdk.target.client_arguments
        given = {
            case.situation.configuration.arguments.get(argument, value)
            for case in cases
            for argument, value in credentials.items()
        }
        return Runtime(
            cases=cases,
            concurrent=tuple(self._concurrent()),
            shapes=frozenset(case.situation.representative for case in cases),
            secrets=tuple(sorted(filter(None, given))),
            volatile_headers=self.left_out,
        )

    def _concurrent(self) -> Iterator[ConcurrentCalls]:
        """Concurrent calls of a representative with a body, or of the first one."""
        chosen = representatives(self.declared.twins)
        path = chosen.get("JSON body") or next(iter(chosen.values()))
        plan = Plan(self.declared.twins["sync"][path], self.responses)
        yield from concurrent_calls(
            self.sdk,
            path,
            [twin for twin in TWINS if path in self.declared.twins[twin]],
            lambda: self._arguments(_fullest_call(plan)),
            arriving_options(self.extractor.methods["sync"][path].chain, self.sdk.target),
            plan.minimal.responses[0],
        )

    def dropped_options(self) -> Mapping[Twin, frozenset[str]]:
        """The names of the options that the shared client drops: that is not the fault of each operation."""
        shape, path = next(iter(representatives(self.declared.twins).items()))
        plan = Plan(self.declared.twins["sync"][path], self.responses)
        options = tuple(arriving_options(self.extractor.methods["sync"][path].chain, self.sdk.target))
        situation = Situation(
            representative=shape,
            operation=path,
            configuration=Configuration(name="default client"),
            options=options,
            script=Script(name="success", responses=plan.minimal.responses, good=True),
        )
        observer = RuntimeObserver(self.sdk)
        seen = {twin: observer.observe(situation, twin, lambda: self._arguments(plan.simplest())) for twin in TWINS}
        return {
            twin: frozenset(
                option.name for option in options if not all(arrives(option, sent) for sent in observation.requests)
            )
            for twin, observation in seen.items()
        }

    def _cases(self, approved: Mapping[str, Mapping[Twin, Lines]]) -> Iterator[RuntimeCase]:
        target = self.sdk.target
        arguments = constructor_arguments(self.sdk.client_class("sync"))
        clients = list(configurations(arguments, target))
        observer = RuntimeObserver(self.sdk)
        for shape, path in representatives(self.declared.twins).items():
            operation = self.declared.twins["sync"][path]
            plan = Plan(operation, self.responses)
            call = _fullest_call(plan) if operation.body != "none" else plan.simplest()
            chain = self.extractor.methods["sync"][path].chain
            options = call_options(option_meanings(chain, target))
            for situation in situations(shape, path, plan.minimal.responses, options, clients):
                yield self._case(observer, situation, call, approved)

    def _case(
        self,
        observer: RuntimeObserver,
        situation: Situation,
        call: Call,
        approved: Mapping[str, Mapping[Twin, Lines]],
    ) -> RuntimeCase:
        observations = {
            twin: observer.observe(situation, twin, lambda: self._arguments(call))
            for twin in TWINS
            if situation.operation in self.declared.twins[twin]
        }
        lines = {twin: seen.lines(self.usual_headers, self.left_out) for twin, seen in observations.items()}
        case = RuntimeCase(situation=situation, observations=observations, lines=lines)
        return RuntimeCase(
            situation=situation, observations=observations, lines=lines, approved=approved.get(case.name)
        )

    def _arguments(self, call: Call) -> dict[str, Any]:
        classes = self.extractor.annotations.classes
        return {
            name: to_python(value, lambda model, fields: classes[model](**fields))
            for name, value in call.arguments.items()
        }


def _fullest_call(plan: Plan) -> Call:
    """The call with every argument, or the simplest one of an operation without optional arguments."""
    return next((call for call, _ in plan.fixed_calls() if call.origin == "full"), plan.simplest())
