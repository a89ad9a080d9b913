"""Runs all situations of an SDK."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from importlib import import_module
from itertools import islice
from typing import Any, Final

from conformance.contract.extract import Extractor
from conformance.contract.model import TWINS, Contract, Operation, Twin
from conformance.generate.call import Call
from conformance.generate.plan import Plan
from conformance.generate.responses import ResponseFactory
from conformance.generate.values import to_python
from conformance.runtime.argument_values import given_values
from conformance.runtime.case import ConcurrentCalls, Runtime, RuntimeCase
from conformance.runtime.client_arguments import configurations, constructor_arguments
from conformance.runtime.concurrency import ConcurrentRun
from conformance.runtime.lists_and_streams import (
    list_situations,
    other_stream_situations,
    raw_situations,
    stream_situations,
)
from conformance.runtime.observation import Observation, own_headers
from conformance.runtime.observer import RuntimeObserver
from conformance.runtime.odd_responses import body_situations, field_places, field_situations, key_situations
from conformance.runtime.options import arrives, arriving_options, call_options
from conformance.runtime.profile import Lines
from conformance.runtime.representatives import is_called, plain_shape, representatives
from conformance.runtime.side_effects import WatchedCall, side_effects
from conformance.runtime.situation import Configuration, Script, Situation
from conformance.runtime.situations import Representative, bare_situations, situations
from conformance.targets.client import LOADING_ERRORS, Sdk, public_names

Arguments = Mapping[str, Any]

DROPPING: Final = 2  # operations that have to drop an option before it is the shared client that drops it


class RuntimeRun:
    """Makes the calls of all situations of an imported SDK. `usual_headers` are those of every request.

    `contract` says which operations represent others: the approved one, if there is one, so that the same are called.
    """

    def __init__(
        self,
        sdk: Sdk,
        extractor: Extractor,
        contract: Contract,
        responses: ResponseFactory,
        *,
        usual_headers: Mapping[str, str],
    ) -> None:
        self.sdk, self.extractor, self.contract, self.responses = sdk, extractor, contract, responses
        self.usual_headers = usual_headers
        self.own_headers: dict[Twin, dict[str, str]] = {}  # of the SDK and the machine: the first situation shows them
        self.shown_errors: set[tuple[Twin, str]] = set()  # classes whose text a situation has shown
        self.left_out = frozenset(name.lower() for name in sdk.target.machine_headers)
        methods = extractor.methods
        self.operations = {
            twin: {path: operation for path, operation in contract.twins[twin].items() if path in methods[twin]}
            for twin in TWINS
        }

    def run(self, approved: Mapping[str, Mapping[Twin, Lines]] | None = None) -> Runtime:
        """All cases, each with what the profile has approved for it; none over an HTTP library without transports."""
        if self.sdk.target.family.network_error:
            return Runtime(cases=(), concurrent=(), shapes=frozenset(), secrets=(), volatile_headers=self.left_out)
        observer = RuntimeObserver(self.sdk, self.responses.models)
        cases = tuple(self._case(observer, situation, call, approved or {}) for situation, call in self._situations())
        credentials = self.sdk.target.credentials
        given = {
            case.situation.configuration.arguments.get(argument, value)
            for case in cases
            for argument, value in credentials.items()
        }
        given |= {text for case in cases for text in case.situation.configuration.secret_headers}
        return Runtime(
            cases=cases,
            concurrent=tuple(self._concurrent()),
            side_effects=side_effects(self.sdk, list(self._watched_calls())),
            shapes=frozenset(map(plain_shape, representatives(self.operations))),
            secrets=tuple(sorted(filter(None, given))),
            volatile_headers=self.left_out,
            status_errors=frozenset(
                {
                    self.sdk.target.error_base,
                    *(
                        shape.error
                        for operations in self.operations.values()
                        for operation in operations.values()
                        for shape in operation.errors.values()
                    ),
                }
            ),
        )

    def _concurrent(self) -> Iterator[ConcurrentCalls]:
        """Concurrent calls of a representative with a body, or of the first one, and of a pager."""
        chosen = representatives(self.operations)
        paths = [chosen.get("JSON body") or next(iter(chosen.values()), None), chosen.get("pager")]
        for path in dict.fromkeys(filter(None, paths)):
            plan = self._plan(path)
            call = _fullest_call(plan)
            texts = [
                parameter.name
                for parameter in plan.operation.accepted
                if isinstance(call.arguments.get(parameter.name), str)
                and any(member.kind == "string" for member in parameter.type.members)
            ]
            run = ConcurrentRun(
                sdk=self.sdk,
                operation=path,
                texts=texts,
                arguments=partial(self._arguments, call),
                options=arriving_options(self._chain(path), self.sdk.target),
                responses=plan.minimal.responses,
            )
            for twin in TWINS:
                if self._ends(twin, path):
                    yield from run.calls(twin)

    def _watched_calls(self) -> Iterator[WatchedCall]:
        """The call of each representative that has a success."""
        for path in representatives(self.operations).values():
            plan = self._plan(path)
            twins = tuple(twin for twin in TWINS if self._ends(twin, path))
            arguments = partial(self._arguments, _fullest_call(plan))
            yield WatchedCall(operation=path, arguments=arguments, responses=plan.minimal.responses, twins=twins)

    def dropped_options(self) -> Mapping[Twin, frozenset[str]]:
        """The names of the options that the shared client drops: that is not the fault of each operation.

        Several operations have to drop an option: one alone may be at fault itself.
        """
        if self.sdk.target.family.network_error:
            return {}
        chosen = islice(representatives(self.operations).items(), DROPPING)
        found = [self._dropped_options(shape, path) for shape, path in chosen]
        return {
            twin: frozenset.intersection(*(dropped[twin] for dropped in found if twin in dropped))
            for twin in TWINS
            if any(twin in dropped for dropped in found)
        }

    def _dropped_options(self, shape: str, path: str) -> Mapping[Twin, frozenset[str]]:
        """The names of the options that an operation's requests do not show."""
        plan = self._plan(path)
        options = tuple(arriving_options(self._chain(path), self.sdk.target))
        situation = Situation(
            representative=shape,
            operation=path,
            configuration=Configuration(name="default client"),
            options=options,
            script=Script(name="success", responses=plan.minimal.responses, good=True),
        )
        observer = RuntimeObserver(self.sdk, self.responses.models)
        seen = {
            twin: observer.observe(situation, twin, lambda: self._arguments(plan.simplest()))
            for twin in TWINS
            if self._ends(twin, path)
        }
        return {
            twin: frozenset(
                option.name for option in options if not all(arrives(option, sent) for sent in observation.requests)
            )
            for twin, observation in seen.items()
        }

    def _ends(self, twin: Twin, path: str) -> bool:
        """Whether a client has an operation whose calls end in this release, whatever the contract says of it.

        The others have findings of their own; each situation would only wait for the time limit.
        """
        if path not in self.operations[twin]:
            return False
        try:
            found = self.extractor.operation(twin, path, errors=False)
        except LOADING_ERRORS:
            return False
        return found is not None and found.completion != "hangs"

    def _chain(self, path: str) -> Any:
        return self.extractor.methods["sync"][path].chain

    def _plan(self, path: str) -> Plan:
        return Plan(self.operations["sync"][path], self.responses)

    def _situations(self) -> Iterator[tuple[Situation, Call]]:
        target = self.sdk.target
        arguments = constructor_arguments(self.sdk.client_class("sync"))
        clients = list(configurations(arguments, target))
        for shape, path in representatives(self.operations).items():
            plan = self._plan(path)
            call = _fullest_call(plan) if self.operations["sync"][path].body != "none" else plan.simplest()
            representative = Representative(
                shape=shape,
                operation=path,
                success=plan.minimal.responses,
                options=call_options(self._chain(path), target),
                configurations=clients,
                has_raw=self._has_raw(path),
                has_body=self.operations["sync"][path].body != "none",
            )
            for situation in situations(representative):
                yield situation, call
            simplest = (*self._reading(representative, clients[0]), *bare_situations(representative))
            yield from ((situation, plan.simplest()) for situation in simplest)
        yield from self._other_streams(clients[0])
        for field in field_places(self._by_preference(), self.responses.models):
            for situation in field_situations(field, self.responses, clients[0]):
                yield situation, Plan(field.operation, self.responses).simplest()
        for place, path, values in given_values(self.operations["sync"]):
            plan = self._plan(path)
            script = Script(name="success", responses=plan.minimal.responses, good=True)
            for value in values:
                situation = Situation(
                    representative=place,
                    operation=path,
                    configuration=clients[0],
                    options=(),
                    script=script,
                    given=value,
                )
                yield situation, plan.simplest()

    def _other_streams(self, client: Configuration) -> Iterator[tuple[Situation, Call]]:
        """The streams that no representative stands for: each passes its chunks on by itself."""
        chosen = representatives(self.operations).values()
        for path, operation in sorted(self.operations["sync"].items()):
            is_other = operation.shape == "stream" and not operation.response_format and path not in chosen
            if is_other and is_called(operation):
                plan, options = self._plan(path), call_options(self._chain(path), self.sdk.target)
                for situation in other_stream_situations(operation, self.responses, client, options):
                    yield situation, plan.simplest()

    def _reading(self, chosen: Representative, client: Configuration) -> Iterator[Situation]:
        """The situations about what a caller reads: lists, streams, unusual bodies, and the raw client."""
        shape, operation = chosen.shape, self.operations["sync"][chosen.operation]
        if operation.shape == "pager":
            yield from list_situations(shape, operation, self.responses, client, raw=chosen.has_raw)
        elif operation.shape == "stream":
            if not operation.response_format:
                yield from stream_situations(shape, operation, self.responses, client, raw=chosen.has_raw)
        elif chosen.has_raw:
            yield from raw_situations(shape, operation, self.responses, client)
        if shape in {"value", "list"}:
            yield from body_situations(shape, operation, client)
        if shape == "value":
            attributes = public_names(self._model_class(operation.response.name))
            yield from key_situations(shape, operation, self.responses, client, attributes)

    def _by_preference(self) -> Iterator[Operation]:
        """The operations that both clients have: representatives first, so that few others are called."""
        sync, others = self.operations["sync"], self.operations["async"]
        for path in (*representatives(self.operations).values(), *sorted(sync)):
            if path in others and is_called(sync[path]):
                yield sync[path]

    def _has_raw(self, path: str) -> bool:
        """Whether the class that has the operation leads to a method that gives headers, too."""
        owner: Any = self.extractor.methods["sync"][path].bound.__self__  # type: ignore[attr-defined]
        raw = getattr(owner, self.sdk.target.raw_attribute, None)
        return hasattr(raw, path.rpartition(".")[2])

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
            if self._ends(twin, situation.operation)
        }
        lines = {twin: self._lines(twin, situation, seen) for twin, seen in observations.items()}
        case = RuntimeCase(situation=situation, observations=observations, lines=lines)
        return RuntimeCase(
            situation=situation, observations=observations, lines=lines, approved=approved.get(case.name)
        )

    def _lines(self, twin: Twin, situation: Situation, seen: Observation) -> Lines:
        usual = {**self.usual_headers, **self.own_headers.get(twin, {})}
        raises_first = bool(seen.error) and (twin, seen.error) not in self.shown_errors
        self.shown_errors.add((twin, seen.error))
        is_first = twin not in self.own_headers and bool(seen.requests)
        if is_first:
            self.own_headers[twin] = own_headers(seen.requests[0].request, self.left_out)
        return seen.lines(
            usual, self.left_out, situation.last_page(), introduces=is_first, introduces_error=raises_first
        )

    def _arguments(self, call: Call) -> dict[str, Any]:
        return {
            name: to_python(value, lambda model, fields: self._model_class(model)(**fields))
            for name, value in call.arguments.items()
        }

    def _model_class(self, name: str) -> Any:
        """The class of a model. Those of operations that were not probed have not been read yet."""
        found = self.extractor.annotations.classes.get(name)
        module, _, attribute = name.rpartition(".")
        return found or getattr(import_module(f"{self.sdk.target.package}.{module}"), attribute)


def _fullest_call(plan: Plan) -> Call:
    """The call with every argument, or the simplest one of an operation without optional arguments."""
    return next((call for call, _ in plan.fixed_calls() if call.origin == "full"), plan.simplest())
