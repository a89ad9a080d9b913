"""The defaults of an SDK's client: timeouts, redirects, server. Runs in a worker process.

The client is made, and its call observed, as for the runtime profile.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from conformance.contract.model import Model
from conformance.exchange.call_sdk import timeout_text
from conformance.runtime.observer import RuntimeObserver
from conformance.runtime.situation import Configuration, Script, Situation
from conformance.targets.client import Sdk
from conformance.wire import json_response

UNKNOWN: Final = "unknown"
_SETTINGS: Final = ("follow_redirects", "max_redirects")


def client_defaults(sdk: Sdk, models: Mapping[str, Model], path: str, arguments: dict[str, Any]) -> dict[str, str]:
    """Timeouts, redirects, and the server of a call. `path` is an operation, `arguments` are those of a call.

    Nothing where the HTTP library takes no transport: a server sees no settings, and calls reach no other one.
    """
    if sdk.target.family.network_error:
        return {}
    observer = RuntimeObserver(sdk, models)
    return {**_http_client_defaults(observer), "server": _default_server(observer, path, arguments)}


def _http_client_defaults(observer: RuntimeObserver) -> dict[str, str]:
    """The settings of the HTTP client that the SDK makes."""
    try:
        made = observer.open(Configuration(name="default client"), "sync").made
    except Exception as error:  # noqa: BLE001  # any exception of the SDK is the observation
        return {"timeout": f"raises {type(error).__name__}"}
    if not made:
        return {}
    return {
        "timeout": timeout_text(made[0].timeout.as_dict()),
        **{name: str(getattr(made[0], name)) for name in _SETTINGS},
    }


def _default_server(observer: RuntimeObserver, path: str, arguments: dict[str, Any]) -> str:
    """The server that receives a call when the caller names none."""
    named = observer.sdk.target.base_url_argument
    situation = Situation(
        representative="",
        operation=path,
        configuration=Configuration(name="no base URL", left_out=frozenset({named})),
        options=(),
        script=Script(name="success", responses=(json_response(200, {}),)),
    )
    seen = observer.observe(situation, "sync", lambda: arguments)
    if not seen.requests:  # a call may end as it likes once it was sent
        return f"raises {seen.frame.rpartition(' ')[2]}" if seen.raised else UNKNOWN
    request = seen.requests[0].request
    return request.url.partition(request.path)[0]
