"""Turns a call and scripted responses into an exchange. The SDK under test runs nowhere else."""

from __future__ import annotations

import inspect
import json
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from typing import Any, Final

from conformance.call_limit import STOPPED, EndlessCall, forget_cancellation, time_limit
from conformance.contract.model import Operation, Twin
from conformance.exchange.classify_response import json_bodies
from conformance.exchange.model import ArgumentStyle, Exchange, Expectation, Raised
from conformance.exchange.offline_wire import OfflineTransport, ScriptedResponses
from conformance.exchange.response_match import page_items
from conformance.generate.call import Call, values_of_caller
from conformance.generate.responses import ResponseScript
from conformance.generate.values import holds_open_file, scalar_to_json, to_dict, to_python
from conformance.targets.client import Sdk
from conformance.targets.families.family import Family
from conformance.wire import Wire

ENOUGH_ITEMS: Final = 200  # of one pager, after which it gets no further page
MOST_ITEMS: Final = 100_000  # of one pager, without a further page
CALL_SECONDS: Final = 30.0  # of one call without a server: it takes a few milliseconds


@dataclass(frozen=True, slots=True, kw_only=True)
class CallRequest:
    """One call for the SDK to make: by which client, with which style of arguments, and with which responses.

    With `skip_known_failures`, a retry after a server error gets the same error again, without another request.
    `options` are those of the call, by name.
    """

    expectation: Expectation
    twin: Twin
    call: Call
    scripted: ResponseScript
    argument_style: ArgumentStyle = "model"
    skip_known_failures: bool = False
    options: Mapping[str, Any] = field(default_factory=dict)


class ArgumentRefused(Exception):
    """A model of the SDK rejects a valid value. It is raised instead of making the call, and reported as its result."""


class SdkRunner:
    """Makes calls with the SDK's two clients, on the offline wire.

    `classes` maps the names of the SDK's models to their classes, for arguments that are models. Requests of calls
    without scripted responses go to `online`.
    """

    def __init__(self, sdk: Sdk, classes: Mapping[str, type], fallback: Wire | None = None) -> None:
        self.sdk, self.classes = sdk, classes
        self.script = ScriptedResponses(fallback)
        self.transport = OfflineTransport(self.script)
        self.clients: dict[Twin, Any] = {
            "sync": sdk.client("sync", self.transport),
            "async": sdk.client("async", self.transport),
        }

    def run(self, requests: Iterable[CallRequest]) -> list[Exchange]:
        """Make the calls in order, in one event loop: starting a loop takes a third of the time of an exchange."""
        with self.sdk.clock.patched_sleep():
            return self.sdk.run(self._run_all(list(requests)))  # type: ignore[no-any-return]

    async def _run_all(self, requests: list[CallRequest]) -> list[Exchange]:
        arguments: dict[tuple[int, ArgumentStyle], Any] = {}
        exchanges = []
        for request in requests:
            key = (id(request.call), request.argument_style)
            if key not in arguments or holds_open_file(dict(request.call.arguments)):
                arguments[key] = self._build_arguments(request)
            exchanges.append(await self._exchange(request, self._with_options(request, arguments[key])))
        return exchanges

    def _build_arguments(self, request: CallRequest) -> dict[str, Any] | ArgumentRefused:
        values = request.call.arguments
        if request.argument_style == "dict":
            values = {name: to_dict(value, request.expectation.models) for name, value in values.items()}
        given = values_of_caller(values, request.expectation.operation)
        try:
            return {name: to_python(value, self._construct) for name, value in given.items()}
        except ArgumentRefused as refused:
            return refused

    def _with_options(
        self, request: CallRequest, arguments: dict[str, Any] | ArgumentRefused
    ) -> dict[str, Any] | ArgumentRefused:
        if not request.options or isinstance(arguments, ArgumentRefused):
            return arguments
        return {**arguments, **self.sdk.target.given_options(request.options)}

    def _construct(self, model: str, fields: Mapping[str, Any]) -> Any:
        try:
            return self.classes[model](**fields)
        except Exception as error:
            raise ArgumentRefused(f"{model}({', '.join(fields)}): {type(error).__name__}: {error}") from error

    async def _exchange(self, request: CallRequest, arguments: dict[str, Any] | ArgumentRefused) -> Exchange:
        expectation, scripted = request.expectation, request.scripted
        self.script.load(scripted.responses, skip_known_failures=request.skip_known_failures, more=scripted.more)
        self.sdk.clock.reset()
        self.transport.reset()
        value, raised, endless, more = None, None, False, False
        items: list[Any] = []
        limit = time_limit(CALL_SECONDS) if scripted.responses else nullcontext()  # a server has limits of its own
        try:
            with limit, self.sdk.on_loopback():
                value = self.sdk.target.family.value_of(
                    await self._call(
                        request.twin, request.call.operation, arguments, expectation.operation.shape, items
                    )
                )
        except STOPPED:
            more = self._has_more(expectation.operation, scripted)
            value, endless = (items, False) if more else (None, True)
            forget_cancellation()
        except Exception as error:  # noqa: BLE001  # the checks judge the exception of the SDK
            raised = self._describe_error(error)
        count = len(self.script.requests) - more  # without the one for the next page of a long list
        online = bool(self.script.responses)  # whether a server's response conforms is not known yet
        if online:
            scripted = replace(scripted, responses=tuple(self.script.responses), more=more)
        dumped, dump_error, as_dict = (
            _dump(value, scripted, self.sdk.target.family) if online or scripted.conforming else (None, "", None)
        )
        return Exchange(
            expectation=expectation, twin=request.twin, argument_style=request.argument_style, call=request.call,
            scripted=scripted, requests=tuple(self.script.requests[:count]),
            value=value, raised=raised, waits=tuple(self.sdk.clock.waits), endless=endless,
            dumped=dumped, dump_error=dump_error, as_dict=as_dict,
            escaped=self.transport.escaped, timeouts=tuple(map(timeout_text, self.transport.timeouts[:count])),
        )  # fmt: skip

    def _has_more(self, operation: Operation, scripted: ResponseScript) -> bool:
        """Whether a pager was stopped because a server's list is long: it got different pages, all with items."""
        if operation.shape != "pager" or not self.script.stopped or (scripted.responses and not scripted.more):
            return False
        *sent, unsent = [(request.url, request.content) for request in self.script.requests]
        responses = scripted.responses or self.script.responses
        successes = [response for response in responses if response.status // 100 == 2 and not response.fault]
        listed = [page_items(payload, operation.items) or [] for payload in json_bodies(successes)]
        is_new = unsent not in sent and not any(map(_is_same_page, listed, listed[1:]))
        return is_new and len(listed) == len(responses) and all(listed)

    async def _call(
        self, twin: Twin, path: str, arguments: dict[str, Any] | ArgumentRefused, shape: str, items: list[Any]
    ) -> Any:
        """The result of a method. The items of a pager are added to `items` as they come."""
        if isinstance(arguments, ArgumentRefused):
            raise arguments
        result: Any = self.sdk.method(self.clients[twin], path, twin)(**arguments)
        if twin == "sync":
            return (
                result.read() if shape == "stream" and hasattr(result, "read") else self._collect(result, shape, items)
            )
        if not (inspect.isasyncgen(result) and shape in {"stream", "pager"}):
            result = await result  # a generator in place of a coroutine cannot be awaited, as the caller would notice
        if inspect.isasyncgen(result) or (shape == "stream" and isinstance(result, AsyncIterator)):
            return _joined([chunk async for chunk in result])
        if shape == "stream" and hasattr(result, "read"):  # the bytes of a response, some of which are awaited
            content = result.aread() if hasattr(result, "aread") else result.read()
            return await content if inspect.isawaitable(content) else content
        return await self._collect_async(result, shape, items)

    def _collect(self, result: Any, shape: str, items: list[Any]) -> Any:
        if inspect.isgenerator(result) or (shape == "stream" and isinstance(result, Iterator)):
            return _joined(list(result))
        if shape == "pager":
            for item in result:
                self._add(item, items)
            return items
        return result

    async def _collect_async(self, result: Any, shape: str, items: list[Any]) -> Any:
        if shape == "pager":
            async for item in result:
                self._add(item, items)
            return items
        return result

    def _add(self, item: Any, items: list[Any]) -> None:
        """Add an item of a pager. The last page is read to its end, so that both clients read the same."""
        items.append(item)
        self.script.enough = len(items) >= ENOUGH_ITEMS
        if len(items) >= MOST_ITEMS:
            raise EndlessCall

    def _describe_error(self, error: Exception) -> Raised:
        own = isinstance(error, self.sdk.error_classes)
        expected = own or isinstance(error, self.sdk.connection_errors)
        body = _parsed(getattr(error, "body", None))
        return Raised(
            name=self.sdk.relative(type(error)),
            bases=tuple(self.sdk.relative(cls) for cls in type(error).__mro__[:-1]),
            expected=expected,
            status=getattr(error, self.sdk.target.family.error_status, None),
            body=body,
            text=f"{type(error).__name__}: {error}",
            has_status=own,
            body_model=self.sdk.relative(type(body)) if self.sdk.owns(type(body)) else "",
            frames=() if expected else tuple(self.sdk.frames(error)),
            headers=_headers_of(error) if own else None,
        )


def _parsed(body: Any) -> Any:
    """The body of an error; the JSON of one that is the text of an object or a list."""
    if not isinstance(body, str) or body[:1] not in {"{", "["}:
        return body
    try:
        return json.loads(body)
    except ValueError:
        return body


def _is_same_page(page: list[Any], following: list[Any]) -> bool:
    """The same items again. Items without identities may be equal although they are others."""
    identified = any(isinstance(item, dict) and "id" in item for item in page)
    return page == following and (identified or any(item != page[0] for item in page))


def _headers_of(error: Exception) -> tuple[tuple[str, str], ...] | None:
    """The headers that an error of the SDK carries; None if its class has no such attribute."""
    if not hasattr(error, "headers"):
        return None
    carried = error.headers or {}
    return tuple((name.lower(), value) for name, value in carried.items()) if isinstance(carried, Mapping) else ()


def _dump(value: Any, scripted: ResponseScript, family: Family) -> tuple[Any, str, Any]:
    """A model as JSON, or why it cannot be serialised, and as a dict. Only for payloads with every field."""
    if (
        not scripted.label.startswith("full")
        or not hasattr(value, "model_dump_json")
        or not hasattr(value, family.to_json)
    ):
        return None, "", None
    try:
        as_dict = getattr(value, family.to_dict)(**family.write_options)
        return (
            json.loads(getattr(value, family.to_json)(**family.write_options)),
            "",
            json.loads(json.dumps(as_dict, default=scalar_to_json)),
        )
    except Exception as error:  # noqa: BLE001  # the model's own code failed: that is judged
        return None, f"{type(error).__name__}: {error}", None


def timeout_text(limits: Mapping[str, float | None]) -> str:
    """One number if all steps of a request have the same limit."""
    texts = {step: "None" if limit is None else f"{limit:g}" for step, limit in limits.items()}
    if len(set(texts.values())) == 1:
        return next(iter(texts.values()))
    return ", ".join(f"{step} {text}" for step, text in texts.items())


def _joined(chunks: list[Any]) -> Any:
    """The bytes of a stream, or its items if it has any that are not bytes."""
    return b"".join(chunks) if all(isinstance(chunk, bytes) for chunk in chunks) else chunks
