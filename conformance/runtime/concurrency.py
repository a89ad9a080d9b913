"""Two callers at once: calls of one client must not mix what they send.

Threads switch as often as the interpreter can, and tasks wait before every response, so that a call is interrupted
wherever it can be. What is found is certain; what is not found may still be there.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Final

import httpx

from conformance.contract.model import TWINS, Twin
from conformance.runtime.case import CallOption, ConcurrentCalls
from conformance.targets.client import Sdk, WireTransport
from conformance.wire import Request, Response, Wire

CALLERS: Final = 2
CALLS_EACH: Final = 15
SWITCH_SECONDS: Final = 1e-6
MARK: Final = "caller-{caller}-call-{call}"


def concurrent_calls(
    sdk: Sdk,
    operation: str,
    twins: Sequence[Twin],
    arguments: Callable[[], Mapping[str, Any]],
    options: Sequence[CallOption],
    response: Response,
) -> Iterator[ConcurrentCalls]:
    """Calls at once by each client. Every call has its own mark, in every option that is sent."""
    marked = {option.name: tuple(option.value) for option in options if isinstance(option.value, dict)}
    if len(marked) < 2:  # one mark cannot be mixed with another
        return

    def arguments_with(mark: str) -> dict[str, Any]:
        values = {name: dict.fromkeys(keys, mark) for name, keys in marked.items()}
        return {**arguments(), **sdk.target.given_options(values)}

    for twin in TWINS:
        if twin in twins:
            requests: list[Request] = []
            transport = _YieldingTransport(_recording_wire(requests, response))
            method: Any = sdk.client(twin, transport)
            for step in operation.split("."):
                method = getattr(method, step)
            with _fast_switches():
                errors = (
                    _in_threads(method, arguments_with)
                    if twin == "sync"
                    else sdk.run(_in_tasks(method, arguments_with))
                )
            keys = tuple(key for keys in marked.values() for key in keys)
            yield ConcurrentCalls(
                operation=operation,
                twin=twin,
                calls=CALLERS * CALLS_EACH,
                sent=tuple(_marks(request, keys) for request in requests),
                errors=tuple(errors),
            )


def _recording_wire(requests: list[Request], response: Response) -> Wire:
    """A wire that keeps every request, and gives each the same response."""

    def wire(request: Request) -> Response:
        requests.append(request)
        return response

    return wire


class _YieldingTransport(WireTransport):
    """Lets other tasks run before and after every request."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send through the wire."""
        await asyncio.sleep(0)
        response = await super().handle_async_request(request)
        await asyncio.sleep(0)
        return response


def _in_threads(method: Any, given: Callable[[str], dict[str, Any]]) -> list[str]:
    def call_all(caller: int) -> list[str]:
        return [_called(method, given(MARK.format(caller=caller, call=call))) for call in range(CALLS_EACH)]

    with ThreadPoolExecutor(CALLERS) as pool:
        return sorted({error for errors in pool.map(call_all, range(CALLERS)) for error in errors if error})


def _called(method: Any, arguments: Mapping[str, Any]) -> str:
    try:
        method(**arguments)
    except Exception as error:  # noqa: BLE001  # the checks judge what the SDK raises
        return f"{type(error).__name__}: {error}"
    return ""


async def _in_tasks(method: Any, given: Callable[[str], dict[str, Any]]) -> list[str]:
    async def call_all(caller: int) -> list[str]:
        errors = []
        for call in range(CALLS_EACH):
            try:
                await method(**given(MARK.format(caller=caller, call=call)))
            except Exception as error:  # noqa: BLE001  # the checks judge what the SDK raises
                errors.append(f"{type(error).__name__}: {error}")
        return errors

    found = await asyncio.gather(*(call_all(caller) for caller in range(CALLERS)))
    return sorted({error for errors in found for error in errors})


def _marks(request: Request, keys: tuple[str, ...]) -> tuple[str, ...]:
    """The marks of one request: in its headers, its query and its body."""
    places: list[Any] = [dict(request.headers), dict(request.query)]
    if request.content_type == "application/json" and request.content:
        places.append(request.json)
    names = {*keys, *(key.lower() for key in keys)}
    return tuple(
        sorted({str(place[name]) for place in places if isinstance(place, dict) for name in names if name in place})
    )


@contextmanager
def _fast_switches() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(SWITCH_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)
