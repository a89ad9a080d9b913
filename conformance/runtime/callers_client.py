"""The caller's own HTTP client: its settings, each with a mark that shows in every request that is sent through it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from conformance.contract.model import Twin
from conformance.runtime.observation import SentRequest
from conformance.runtime.situation import CallersClient

OWN: Final = "own"
OWN_TIMEOUT: Final = 3.0
PROXY: Final = "http://proxy.test:3128"


def _transport(twin: Twin, library: Any) -> Mapping[str, Any]:
    class Sync(library.HTTPTransport):  # type: ignore[misc]
        def handle_request(self, request: Any) -> Any:
            request.headers["X-Transport"] = OWN
            return super().handle_request(request)

    class Async(library.AsyncHTTPTransport):  # type: ignore[misc]
        async def handle_async_request(self, request: Any) -> Any:
            request.headers["X-Transport"] = OWN
            return await super().handle_async_request(request)

    return {"transport": Sync() if twin == "sync" else Async()}


def _mounts(twin: Twin, library: Any) -> Mapping[str, Any]:
    return {"mounts": {"http://": _transport(twin, library)["transport"]}}


def _hooks(twin: Twin, library: Any) -> Mapping[str, Any]:
    del library

    def mark(request: Any) -> None:
        request.headers["X-Hook"] = OWN

    async def mark_async(request: Any) -> None:
        request.headers["X-Hook"] = OWN

    return {"event_hooks": {"request": [mark if twin == "sync" else mark_async]}}


def _every_setting(twin: Twin, library: Any) -> Mapping[str, Any]:
    """Each setting that another HTTP client can take over, with a value that is not the default one."""
    del twin
    return {
        "timeout": OWN_TIMEOUT,
        "headers": {"X-Own": OWN},
        "params": {"own_query": OWN},
        "cookies": {"own_cookie": OWN},
        "auth": library.Auth(),  # changes nothing
        "follow_redirects": True,
        "max_redirects": 3,
        "default_encoding": "latin-1",
        "verify": False,
        "limits": library.Limits(max_connections=7, max_keepalive_connections=3, keepalive_expiry=2),
    }


def _header(name: str) -> Callable[[SentRequest], bool]:
    return lambda sent: sent.request.header(name) == OWN


def callers_clients() -> Iterator[CallersClient]:
    """An own HTTP client with each setting that a request can show; the first has none."""
    yield CallersClient(name="", arguments=lambda *_: {})
    yield CallersClient(
        name="a timeout", arguments=lambda *_: {"timeout": OWN_TIMEOUT}, is_kept=lambda s: s.limit == f"{OWN_TIMEOUT:g}"
    )
    yield CallersClient(name="headers", arguments=lambda *_: {"headers": {"X-Own": OWN}}, is_kept=_header("x-own"))
    yield CallersClient(name="redirects", arguments=lambda *_: {"follow_redirects": True})
    yield CallersClient(
        name="parameters",
        arguments=lambda *_: {"params": {"own_query": OWN}},
        is_kept=lambda sent: ("own_query", OWN) in sent.request.query,
    )
    yield CallersClient(
        name="cookies",
        arguments=lambda *_: {"cookies": {"own_cookie": OWN}},
        is_kept=lambda sent: f"own_cookie={OWN}" in (sent.request.header("cookie") or ""),
    )
    yield CallersClient(name="a transport", arguments=_transport, is_kept=_header("x-transport"))
    yield CallersClient(name="a mounted transport", arguments=_mounts, is_kept=_header("x-transport"))
    yield CallersClient(
        name="a proxy", arguments=lambda *_: {"proxy": PROXY}, is_kept=lambda s: s.via.startswith("proxy proxy.test")
    )
    yield CallersClient(name="every setting", arguments=_every_setting, is_kept=_header("x-own"))
    yield CallersClient(name="event hooks", arguments=_hooks, is_kept=_header("x-hook"))
    yield CallersClient(name="credentials", arguments=lambda *_: {"auth": ("own-user", "own-password")})


_ATTRIBUTES: Final = (
    "headers", "params", "cookies", "timeout", "base_url", "follow_redirects", "max_redirects", "auth", "trust_env",
    "_default_encoding",
)  # fmt: skip
_OF_POOL: Final = ("_http1", "_http2", "_max_connections", "_max_keepalive_connections", "_keepalive_expiry")


def client_state(client: Any) -> dict[str, str]:
    """The settings of an HTTP client that the SDK should leave alone, as text."""
    state = {name.strip("_"): repr(getattr(client, name, None)) for name in _ATTRIBUTES}
    pool = getattr(getattr(client, "_transport", None), "_pool", None)
    state |= {name.strip("_"): repr(getattr(pool, name, None)) for name in _OF_POOL}
    state["verify"] = repr(getattr(getattr(pool, "_ssl_context", None), "verify_mode", None))
    hooks = {name: len(found) for name, found in client.event_hooks.items()}
    return {**state, "event_hooks": repr(hooks), "closed": repr(client.is_closed)}
