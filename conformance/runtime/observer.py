"""Makes the calls of situations, and records everything that can be seen from outside of the SDK.

Clients are made with the SDK's own HTTP client or with the caller's, and respx replaces the transport of httpx under
both. Waits pass in virtual time; the time of day and random numbers are the same for every call.
"""

from __future__ import annotations

import contextlib
import hashlib
import inspect
import io
import itertools
import logging
import os
import random
import time
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

import httpx
import respx

from conformance.call_limit import STOPPED, EndlessCall, time_limit
from conformance.contract.model import Twin
from conformance.exchange.call_sdk import CALL_SECONDS, timeout_text
from conformance.exchange.offline_wire import ScriptedResponses
from conformance.runtime.case import NOW, Configuration, Observation, SentRequest, Situation
from conformance.targets.client import BASE_URL, Sdk, to_httpx, to_request
from conformance.targets.http_library import routed
from conformance.wire import Response

MOST_ITEMS: Final = 10_000  # chunks of a stream are items, too
_LIBRARIES: Final = ("httpx", "httpcore", "asyncio")  # their records are not the SDK's
Arguments = Callable[[], Mapping[str, Any]]


class RuntimeObserver:
    """Makes calls with the SDK's clients."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self.clients: dict[tuple[Twin, str], Any] = {}

    def observe(self, situation: Situation, twin: Twin, arguments: Arguments) -> Observation:
        """Make the call with the client of `twin`; each call gets arguments of its own."""
        wire = _Wire(situation.script.responses)
        logged, written, warned = _Records(), io.StringIO(), _Warnings()
        value: Any = None
        raised: BaseException | None = None
        clock = self.sdk.clock
        with contextlib.ExitStack() as stack:
            for context in (
                clock.patched_sleep(), _same_time(), _same_random_numbers(), logged.attached(), warned.caught(),
                contextlib.redirect_stdout(written), contextlib.redirect_stderr(written),
                _environment(situation.configuration.environment), wire.router,
                routed(self.sdk.http_library, wire.respond),
            ):  # fmt: skip
                stack.enter_context(context)
            clock.reset()
            try:
                with time_limit(CALL_SECONDS):
                    value = self.sdk.run(self._call(situation, twin, arguments))
            except STOPPED:
                raised = EndlessCall()
            except Exception as error:  # noqa: BLE001  # the checks judge what the SDK raises
                raised = error
        return Observation(
            requests=tuple(wire.sent),
            waits=tuple(clock.waits),
            blocked=tuple(clock.blocked),
            outcome=self._outcome(value, raised),
            raised=raised is not None,
            bare=raised is not None and not self._is_expected(raised),
            frame=self._frame(raised),
            chunks=tuple(len(item) for item in value if isinstance(item, bytes)) if isinstance(value, list) else (),
            output=written.getvalue(),
            records=tuple(logged.lines),
            warnings=tuple(warned.lines),
            shown=_visible_text(value, raised),
        )

    async def _call(self, situation: Situation, twin: Twin, arguments: Arguments) -> Any:
        method: Any = self._client(situation.configuration, twin)
        for step in situation.operation.split("."):
            method = getattr(method, step)
        given = dict(arguments())
        if situation.options:
            options = {option.name: option.value for option in situation.options}
            given.update(self.sdk.target.given_options(options))
        result: Any = method(**given)
        if twin == "async" and not hasattr(result, "__aiter__"):
            result = await result
        return await _consumed(result)

    def _client(self, configuration: Configuration, twin: Twin) -> Any:
        """A client of the configuration; the same for all of its calls, if they are independent."""
        if configuration.fresh:
            return self._new_client(configuration, twin)
        key = (twin, configuration.name)
        if key not in self.clients:
            self.clients[key] = self._new_client(configuration, twin)
        return self.clients[key]

    def _new_client(self, configuration: Configuration, twin: Twin) -> Any:
        target = self.sdk.target
        arguments = {
            **target.client_arguments,
            target.base_url_argument: BASE_URL,
            **configuration.arguments,
        }
        if configuration.http_client is not None:
            library = self.sdk.http_library
            make: Any = library.Client if twin == "sync" else library.AsyncClient
            arguments[target.transport_argument] = make(trust_env=False, **configuration.http_client)
        return self.sdk.client_class(twin)(**arguments)

    def _outcome(self, value: Any, raised: BaseException | None) -> str:
        if isinstance(raised, EndlessCall):
            return "does not end"
        if raised is None:
            return f"returns {_described(value, self.sdk.relative)}"
        status = getattr(raised, "status_code", None)
        body = getattr(raised, "body", None)
        details = f" status {status} body {body!r}" if isinstance(raised, self.sdk.error_classes) else f" {raised}"
        return f"raises {self.sdk.relative(type(raised))}{details}"

    def _is_expected(self, raised: BaseException) -> bool:
        """Whether an exception is the SDK's own, or about the connection."""
        own = isinstance(raised, (*self.sdk.error_classes, *self.sdk.connection_errors))
        return own or self.sdk.owns(type(raised))

    def _frame(self, raised: BaseException | None) -> str:
        """The innermost function of the SDK in a traceback, as `module.function ExceptionClass`."""
        if raised is None:
            return ""
        package = self.sdk.target.package
        names = [
            f"{frame.f_globals.get('__name__', '')}.{frame.f_code.co_name}"
            for frame, _ in traceback.walk_tb(raised.__traceback__)
        ]
        own = [name.removeprefix(f"{package}.") for name in names if name.startswith(f"{package}.")]
        return f"{own[-1] if own else 'the HTTP library'} {type(raised).__name__}"


class _Wire:
    """The responses of a script, given to successive requests, and the requests that were sent."""

    def __init__(self, responses: tuple[Response, ...]) -> None:
        self.script, self.sent = ScriptedResponses(), list[SentRequest]()
        self.script.load(responses)
        self.router = respx.MockRouter(assert_all_called=False, assert_all_mocked=True, using="httpx")
        self.router.route().mock(side_effect=self.respond)

    def respond(self, request: httpx.Request) -> httpx.Response:
        """The next response of the script."""
        limit = timeout_text(request.extensions.get("timeout", {})).lower()
        self.sent.append(SentRequest(request=to_request(request), limit=limit))
        return to_httpx(self.script(self.sent[-1].request), request)


class _Records(logging.Handler):
    """Collects what is logged, whatever its level."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.name.split(".")[0] not in _LIBRARIES:
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")

    @contextlib.contextmanager
    def attached(self) -> Iterator[None]:
        libraries = [logging.getLogger(name) for name in _LIBRARIES]
        root, levels = logging.getLogger(), [logging.getLogger().level, *(logger.level for logger in libraries)]
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        for logger in libraries:
            logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            root.removeHandler(self)
            for logger, level in zip([root, *libraries], levels, strict=True):
                logger.setLevel(level)


class _Warnings:
    """Collects the warnings of a call, each as category and text."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @contextlib.contextmanager
    def caught(self) -> Iterator[None]:
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            warnings.filterwarnings("ignore", category=ResourceWarning)  # of clients that this module leaves open
            yield
        self.lines += [f"{warning.category.__name__}: {warning.message}" for warning in found]


@contextlib.contextmanager
def _same_time() -> Iterator[None]:
    real = time.time
    time.time = lambda: float(NOW)
    try:
        yield
    finally:
        time.time = real


@contextlib.contextmanager
def _same_random_numbers() -> Iterator[None]:
    """The same numbers, and the same bytes, of which identifiers are made."""
    state, real = random.getstate(), os.urandom
    random.seed(0)
    numbers = itertools.count()
    os.urandom = lambda size: hashlib.shake_256(str(next(numbers)).encode()).digest(size)
    try:
        yield
    finally:
        random.setstate(state)
        os.urandom = real


@contextlib.contextmanager
def _environment(variables: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


async def _consumed(result: Any) -> Any:
    """The result; of a pager its items, of a stream its chunks."""
    items: list[Any] = []
    if hasattr(result, "__aiter__"):
        async for item in result:
            _append(items, item)
        return items
    if inspect.isgenerator(result) or (hasattr(result, "__iter__") and hasattr(result, "iter_pages")):
        for item in result:
            _append(items, item)
        return items
    return result


def _append(items: list[Any], item: Any) -> None:
    items.append(item)
    if len(items) >= MOST_ITEMS:
        raise EndlessCall


def _described(value: Any, relative: Callable[[type], str]) -> str:
    if isinstance(value, list):
        kinds = sorted({relative(type(item)) for item in value})
        if kinds == ["builtins.bytes"]:
            return f"chunks of {[len(chunk) for chunk in value]} bytes"
        return f"{len(value)} items" + (f" of {', '.join(kinds)}" if kinds else "")
    return "None" if value is None else relative(type(value))


def _visible_text(value: Any, raised: BaseException | None) -> str:
    """The outcome as a user or a log would see it: `str`, `repr` and the traceback."""
    try:
        if raised is None:
            return f"{value!s}\n{value!r}"
        return "\n".join([str(raised), repr(raised), *traceback.format_exception(raised)])
    except Exception as error:  # noqa: BLE001  # the SDK's own code failed
        return f"{type(error).__name__}: {error}"
