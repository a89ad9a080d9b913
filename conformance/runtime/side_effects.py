"""Changes of the process by a client: it is made, called, and let go, while the process is watched."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from conformance.call_limit import STOPPED, time_limit
from conformance.contract.model import TWINS, Twin
from conformance.exchange.call_sdk import CALL_SECONDS
from conformance.runtime.reading import read_result
from conformance.runtime.transport import ScriptedNetwork
from conformance.targets.client import BASE_URL, Sdk
from conformance.targets.process_effects import first_settings, watched_process
from conformance.wire import Response, json_response

BUSY: Final = json_response(503, {"detail": "scripted"})
_JUDGED_ELSEWHERE: Final = frozenset({"prints", "warns"})  # of every call: `output_written`


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedCall:
    """A call of an operation, made first with these responses and then with a failure, by the clients that have it."""

    operation: str
    arguments: Callable[[], Mapping[str, Any]]
    responses: tuple[Response, ...]
    twins: tuple[Twin, ...] = TWINS


def side_effects(sdk: Sdk, calls: Sequence[WatchedCall]) -> Mapping[str, tuple[str, ...]]:
    """The effects on the process of clients that make these calls, each with its details.

    The clients make their HTTP clients themselves; only the network under them is replaced.
    """
    network = ScriptedNetwork(sdk.clock, library=sdk.http_library)
    with contextlib.ExitStack() as stack:
        stack.enter_context(sdk.clock.patched_sleep())
        stack.enter_context(network.connected())
        stack.enter_context(first_settings())  # clients that were made before have set them
        effects = stack.enter_context(watched_process(sdk.target.package))
        for twin in TWINS:
            with contextlib.suppress(Exception, *STOPPED), time_limit(CALL_SECONDS):  # other checks judge failures
                sdk.run(_calls(sdk, twin, [call for call in calls if twin in call.twins], network))
    return {effect: details for effect, details in effects.items() if effect not in _JUDGED_ELSEWHERE}


async def _calls(sdk: Sdk, twin: Twin, calls: Sequence[WatchedCall], network: ScriptedNetwork) -> None:
    client = sdk.client_class(twin)(**sdk.target.client_arguments, **{sdk.target.base_url_argument: BASE_URL})
    for call in calls:
        method = sdk.method(client, call.operation, twin)
        for responses in (call.responses, (BUSY, *call.responses), (Response(0, fault="refused"), *call.responses)):
            network.load(responses, twin)
            sdk.clock.reset()
            with contextlib.suppress(Exception):
                await read_result([method(**call.arguments())], twin=twin)
