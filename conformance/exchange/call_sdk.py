"""Call and answer to exchange: the one place where the SDK under test runs."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

import httpx

from conformance.contract.model import Twin
from conformance.exchange.model import ArgumentStyle, Exchange, Expectation, Raised
from conformance.exchange.offline_wire import EndlessCall, OfflineTransport, ScriptedResponses
from conformance.generate.call import Call
from conformance.generate.responses import ResponseScript
from conformance.generate.values import scalar_to_json, to_dict, to_python
from conformance.targets.client import Sdk
from conformance.wire import Wire

MOST_ITEMS: Final = 200  # of one pager
CallRequest = tuple[Expectation, Twin, ArgumentStyle, Call, ResponseScript]


class ArgumentRefused(Exception):
    """A model of the SDK refuses a valid value. Raised in place of the call, and reported as its exception."""


class SdkRunner:
    """The SDK's two clients on the offline wire.

    `classes` are the SDK's model classes by name, for arguments that are models. `online` is asked for the answers of
    exchanges that bring none.
    """

    def __init__(self, sdk: Sdk, classes: Mapping[str, type], fallback: Wire | None = None) -> None:
        self.sdk, self.classes = sdk, classes
        self.script = ScriptedResponses(fallback)
        self.transport = OfflineTransport(self.script)
        self.clients: dict[Twin, Any] = {
            "sync": sdk.client("sync", self.transport),
            "async": sdk.client("async", self.transport),
        }

    def perform(self, asks: Iterable[CallRequest]) -> list[Exchange]:
        """Make every exchange, in order, in one run of the event loop: starting it costs a third of an exchange."""
        with self.sdk.clock.running():
            return self.sdk.run(self._all(list(asks)))  # type: ignore[no-any-return]

    async def _all(self, asks: list[CallRequest]) -> list[Exchange]:
        given: dict[tuple[int, ArgumentStyle], Any] = {}
        made = []
        for expectation, twin, form, call, answer in asks:
            key = (id(call), form)
            if key not in given:
                given[key] = self._arguments(call, form, expectation)
            made.append(await self._one(expectation, twin, form, call, answer, given[key]))
        return made

    def _arguments(self, call: Call, form: ArgumentStyle, expectation: Expectation) -> dict[str, Any] | ArgumentRefused:
        if form == "dict":
            return {name: to_dict(value, expectation.models) for name, value in call.arguments.items()}
        try:
            return {name: to_python(value, self._construct) for name, value in call.arguments.items()}
        except ArgumentRefused as refused:
            return refused

    def _construct(self, model: str, fields: Mapping[str, Any]) -> Any:
        try:
            return self.classes[model](**fields)
        except Exception as error:
            raise ArgumentRefused(f"{model}({', '.join(fields)}): {type(error).__name__}: {error}") from error

    async def _one(
        self, expectation: Expectation, twin: Twin, form: ArgumentStyle, call: Call, answer: ResponseScript, given: Any
    ) -> Exchange:
        self.script.load(answer.responses)
        self.sdk.clock.reset()
        self.transport.reset()
        value, raised, endless = None, None, False
        try:
            value = await self._call(twin, call.operation, given, expectation.operation.shape)
        except EndlessCall:
            endless = True
        except Exception as error:  # noqa: BLE001  # whatever the SDK raises is what is judged
            raised = self._raised(error)
        asked = bool(self.script.responses)  # a server: whether its answer conforms is not known yet
        if asked:
            answer = replace(answer, responses=tuple(self.script.responses))
        dumped, dump_error, as_dict = self._dump(value, answer) if asked or answer.conforming else (None, "", None)
        return Exchange(
            expectation, twin, form, call, answer, tuple(self.script.requests), value, raised,
            tuple(self.sdk.clock.waits), endless, dumped, dump_error, as_dict, self.transport.escaped,
            tuple(map(_seconds, self.transport.timeouts)),
        )  # fmt: skip

    async def _call(self, twin: Twin, path: str, arguments: dict[str, Any] | ArgumentRefused, shape: str) -> Any:
        if isinstance(arguments, ArgumentRefused):
            raise arguments
        method: Any = self.clients[twin]
        for step in path.split("."):
            method = getattr(method, step)
        result: Any = method(**arguments)
        if twin == "sync":
            return _drained(result, shape)
        if inspect.isasyncgen(result):
            return _joined([chunk async for chunk in result])
        return await _drained_async(await result, shape)

    def _raised(self, error: Exception) -> Raised:
        own = isinstance(error, self.sdk.error_classes)
        body = getattr(error, "body", None)
        return Raised(
            name=self.sdk.relative(type(error)),
            bases=tuple(self.sdk.relative(cls) for cls in type(error).__mro__[:-1]),
            expected=own or isinstance(error, httpx.TransportError),
            status=getattr(error, "status_code", None),
            body=body,
            text=f"{type(error).__name__}: {error}",
            has_status=own,
            body_model=self.sdk.relative(type(body)) if self.sdk.owns(type(body)) else "",
        )

    @staticmethod
    def _dump(value: Any, answer: ResponseScript) -> tuple[Any, str, Any]:
        """A model as JSON that it writes itself, or why it cannot, and as a dict, where a payload shows every field."""
        if not answer.label.startswith("full") or not hasattr(value, "model_dump_json") or not hasattr(value, "json"):
            return None, "", None
        try:
            return json.loads(value.json()), "", json.loads(json.dumps(value.dict(), default=scalar_to_json))
        except Exception as error:  # noqa: BLE001  # the model's own code failed: that is judged
            return None, f"{type(error).__name__}: {error}", None


def _seconds(limits: Mapping[str, float | None]) -> str:
    """One number where all steps of a request have the same limit."""
    texts = {step: "None" if limit is None else f"{limit:g}" for step, limit in limits.items()}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return ", ".join(f"{step} {text}" for step, text in texts.items())


def _joined(chunks: Any) -> bytes:
    return b"".join(chunks)


def _drained(result: Any, shape: str) -> Any:
    if inspect.isgenerator(result):
        return _joined(list(result))
    if shape == "pager":
        items = []
        for item in result:
            items.append(item)
            if len(items) >= MOST_ITEMS:
                raise EndlessCall
        return items
    return result


async def _drained_async(result: Any, shape: str) -> Any:
    if shape == "pager":
        items = []
        async for item in result:
            items.append(item)
            if len(items) >= MOST_ITEMS:
                raise EndlessCall
        return items
    return result
