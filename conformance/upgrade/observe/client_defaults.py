"""The defaults of an SDK's client: timeouts, redirects, server. Runs in a worker process."""

from __future__ import annotations

from types import ModuleType
from typing import Any, Final

from conformance.targets.client import Sdk, WireTransport
from conformance.targets.http_library import http_client
from conformance.wire import Request, Response, json_response

MAX_DEPTH: Final = 6  # attributes between the client and its HTTP client
UNKNOWN: Final = "unknown"


def client_defaults(sdk: Sdk, path: str, arguments: dict[str, Any]) -> dict[str, str]:
    """Timeouts, redirects, and the server of a call. `path` is an operation, `arguments` are those of a call."""
    return {**_http_client_defaults(sdk), "server": _default_server(sdk, path, arguments)}


def _http_client_defaults(sdk: Sdk) -> dict[str, str]:
    target = sdk.target
    try:
        client = sdk.client_class("sync")(**target.client_arguments, **{target.base_url_argument: "http://sdk.test"})
    except Exception as error:  # noqa: BLE001  # any exception of the SDK is the observation
        return {"timeout": f"raises {type(error).__name__}"}
    http = _find_http_client(client, sdk.http_library)
    if http is None:
        return {}
    limits = http.timeout.as_dict()
    timeout = _seconds_text(limits["read"]) if len(set(limits.values())) == 1 else str(limits)
    return {
        "timeout": timeout,
        "follow_redirects": str(http.follow_redirects),
        "max_redirects": str(http.max_redirects),
    }


def _seconds_text(seconds: float | None) -> str:
    return "None" if seconds is None else f"{seconds:g}"


def _find_http_client(client: Any, library: ModuleType) -> Any:
    """The HTTP client that an SDK's client holds in any attribute."""
    level, seen = [client], {id(client)}
    for _ in range(MAX_DEPTH):
        inner = [value for holder in level for value in getattr(holder, "__dict__", {}).values()]
        found = next((value for value in inner if isinstance(value, library.Client)), None)
        if found is not None:
            return found
        level = [value for value in inner if id(value) not in seen]
        seen.update(map(id, level))
    return None


def _default_server(sdk: Sdk, path: str, arguments: dict[str, Any]) -> str:
    """The server that receives a call when the caller names none."""
    requests: list[Request] = []

    def wire(request: Request) -> Response:
        requests.append(request)
        return json_response(200, {})

    target = sdk.target
    try:
        transport = http_client(sdk.http_library, "sync", WireTransport(wire))
        method = sdk.client_class("sync")(**target.client_arguments, **{target.transport_argument: transport})
        for step in path.split("."):
            method = getattr(method, step)
        method(**arguments)
    except Exception as error:  # noqa: BLE001  # a call may end as it likes once it was sent
        if not requests:
            return f"raises {type(error).__name__}"
    return requests[0].url.partition(requests[0].path)[0] if requests else UNKNOWN
