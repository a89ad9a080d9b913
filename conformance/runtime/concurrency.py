"""Two callers at once: calls of one client must not mix what they send, nor exchange a token twice.

Threads begin together and switch as often as the interpreter can, an exchange of a token takes a moment, and tasks wait
before every response, so that a call is interrupted wherever it can be. What is found is certain; what is not found may
still be there.
"""

from __future__ import annotations

import asyncio
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import httpx

from conformance.call_limit import STOPPED, time_limit
from conformance.contract.model import Twin
from conformance.exchange.call_sdk import CALL_SECONDS
from conformance.runtime.case import ConcurrentCalls
from conformance.runtime.client_arguments import FUTURE, json_web_token
from conformance.runtime.reading import read_result
from conformance.runtime.situation import CallOption
from conformance.runtime.transport import ScriptedNetwork
from conformance.targets.client import Sdk
from conformance.wire import Request, Response, Wire, json_response

CALLERS: Final = 2
START_SECONDS: Final = 30.0  # for the threads to start
CALLS_EACH: Final = 15
SWITCH_SECONDS: Final = 1e-6
EXCHANGE_SECONDS: Final = 0.05  # in which the other callers get to where they need the token, too
MARK: Final = "caller{caller}call{call}end"
_MARKS: Final = re.compile(r"caller\d+call\d+end")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcurrentRun:
    """Calls of one operation at the same time. Every call has its own mark, in every text that is sent."""

    sdk: Sdk
    operation: str
    texts: Sequence[str]  # the arguments that take any text
    arguments: Callable[[], Mapping[str, Any]]
    options: Sequence[CallOption]
    responses: Sequence[Response]

    def calls(self, twin: Twin) -> Iterator[ConcurrentCalls]:
        """Calls at once by one client: with a key, then with a token that has to be exchanged first, if it has such."""
        marked = {option.name: tuple(option.value) for option in self.options if isinstance(option.value, dict)}
        if len(marked) + len(self.texts) < 2:  # one mark cannot be mixed with another
            return

        def arguments_with(mark: str) -> dict[str, Any]:
            options = {name: dict.fromkeys(keys, mark) for name, keys in marked.items()}
            return {**self.arguments(), **dict.fromkeys(self.texts, mark), **self.sdk.target.given_options(options)}

        for argument in ("", *self.sdk.target.credentials):
            credentials = {argument: json_web_token(FUTURE)} if argument else {}
            requests: list[Request] = []
            wire = _recording_wire(requests, self.responses)
            network = ScriptedNetwork(self.sdk.clock, wire)
            network.crowd.gathers = not argument  # callers may wait for a token together
            errors = self._errors(twin, network, arguments_with, credentials)
            own = [marks for request in requests if (marks := _marks(request))]
            yield ConcurrentCalls(
                operation=self.operation,
                twin=twin,
                calls=CALLERS * CALLS_EACH,
                sent=tuple(own),
                exchanges=len(requests) - len(own),
                errors=tuple(errors),
                credentials=argument,
                at_once=network.crowd.most,
            )

    def _errors(
        self,
        twin: Twin,
        network: ScriptedNetwork,
        given: Callable[[str], dict[str, Any]],
        credentials: Mapping[str, str],
    ) -> list[str]:
        network.twin, network.yields = twin, True
        with network.connected(), _fast_switches():
            transport = httpx.HTTPTransport() if twin == "sync" else httpx.AsyncHTTPTransport()
            client = self.sdk.client(twin, transport, credentials)  # held: one that nothing holds may close itself
            method = self.sdk.method(client, self.operation, twin)
            if twin == "sync":
                return _in_threads(method, given)
            try:
                with time_limit(CALL_SECONDS):
                    errors: list[str] = self.sdk.run(_in_tasks(method, given))
            except STOPPED:
                return ["the calls do not end"]
            return errors


def _recording_wire(requests: list[Request], responses: Sequence[Response]) -> Wire:
    """A wire that keeps every request. A request without a mark exchanges a token; later pages have the last response.

    The number of requests with the same mark says which page it is.
    """
    token = json_response(200, {"access": json_web_token(FUTURE, "access")})

    def wire(request: Request) -> Response:
        requests.append(request)
        marks = _marks(request)
        if not marks:
            time.sleep(EXCHANGE_SECONDS)
            return token
        page = sum(_marks(earlier) == marks for earlier in requests)
        return responses[min(page, len(responses)) - 1]

    return wire


def _in_threads(method: Any, given: Callable[[str], dict[str, Any]]) -> list[str]:
    together = threading.Barrier(CALLERS)

    def call_all(caller: int) -> list[str]:
        together.wait(START_SECONDS)
        return [_called(method, given(MARK.format(caller=caller, call=call))) for call in range(CALLS_EACH)]

    with ThreadPoolExecutor(CALLERS) as pool:
        return sorted({error for errors in pool.map(call_all, range(CALLERS)) for error in errors if error})


def _called(method: Any, arguments: Mapping[str, Any]) -> str:
    try:
        result = method(**arguments)
        if hasattr(result, "iter_pages"):
            list(result)
    except Exception as error:  # noqa: BLE001  # the checks judge what the SDK raises
        return f"{type(error).__name__}: {error}"
    return ""


async def _in_tasks(method: Any, given: Callable[[str], dict[str, Any]]) -> list[str]:
    async def call_all(caller: int) -> list[str]:
        errors = []
        for call in range(CALLS_EACH):
            try:
                await read_result([method(**given(MARK.format(caller=caller, call=call)))], twin="async")
            except Exception as error:  # noqa: BLE001  # the checks judge what the SDK raises
                errors.append(f"{type(error).__name__}: {error}")
        return errors

    found = await asyncio.gather(*(call_all(caller) for caller in range(CALLERS)))
    return sorted({error for errors in found for error in errors})


def _marks(request: Request) -> tuple[str, ...]:
    """The different marks of one request: in its URL, its headers and its body."""
    texts = (request.url, *(value for _, value in request.headers), request.content.decode(errors="replace"))
    return tuple(sorted({mark for text in texts for mark in _MARKS.findall(text)}))


@contextmanager
def _fast_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
