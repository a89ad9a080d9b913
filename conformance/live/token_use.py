"""Uses a personal access token with the SDK's clients, on a server of this run.

The sync client gets placeholders instead of the token and its access tokens, and this module replaces them, so it also
decides when an access token has expired. The async client of an SDK may exchange tokens by a client of its own, past
any transport of ours, so it gets the token itself and sends its requests to the server directly.
"""

from __future__ import annotations

import asyncio
import base64
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Final

import httpx

from conformance.contract.model import Twin
from conformance.contract.url_shape import shape_of
from conformance.exchange.token_use import Situation, TokenCall, TokenUse
from conformance.live.context import LiveContext
from conformance.targets.client import BASE_URL, Sdk, WireTransport
from conformance.targets.target import PersonalTokenKind
from conformance.wire import Request, Response, Wire

LONG_SECONDS: Final = 86_400  # that placeholders are valid for, unless they have to be expired
CREATED: Final = frozenset({200, 201})


def observe_token_use(live: LiveContext) -> TokenUse | None:
    """The calls with a new personal access token, which is revoked in the end.

    None where there is nothing to observe: the server is not of this run or hands out no such tokens, or the SDK has no
    operation that exchanges them.
    """
    server, kind = live.server.server, live.server.wire.credentials.kind
    method = None if kind is None else _account_method(live, kind)
    if kind is None or method is None or not server.managed:
        return None
    created = _post(live, kind.create_path, {})
    token = _text_in(created, kind.created_as) if created.status in CREATED else ""
    if not token:
        return None
    sdk, calls = live.context.sdk, list[TokenCall]()
    wire = _PlaceholderWire(live.server.wire, kind, token)
    try:
        client = _sync_client(sdk, wire)
        calls += [_call_sync(sdk, method, client, wire, situation) for situation in ("first", "again")]
        wire.lifetime = -LONG_SECONDS
        client = _sync_client(sdk, wire)
        _call_sync(sdk, method, client, wire, "first")
        calls.append(_call_sync(sdk, method, client, wire, "expired"))
        calls.append(_call_async(sdk, method, server.url, token, "first"))
    finally:
        _post(live, kind.revoke_path, {kind.sent_as: token})
    calls.append(_call_sync(sdk, method, _sync_client(sdk, wire), wire, "revoked"))
    calls.append(_call_async(sdk, method, server.url, token, "revoked"))
    return TokenUse(calls=tuple(calls))


def _account_method(live: LiveContext, kind: PersonalTokenKind) -> str | None:
    """The operation that reads the account, of an SDK that also has the operation to exchange tokens."""
    declared = live.context.sdk.target.server
    shapes = {f"{found.method} {shape_of(found.url)}": path for path, found in live.server.links.operations.items()}
    exchanges = f"POST {shape_of(kind.refresh_path)}" in shapes
    return None if declared is None or not exchanges else shapes.get(f"GET {shape_of(declared.account_path)}")


def _post(live: LiveContext, path: str, body: dict[str, str]) -> Response:
    headers = (("content-type", "application/json"), ("accept", "application/json"))
    return live.setup_calls.send(Request("POST", f"{BASE_URL}{path}", headers, json.dumps(body).encode()))


def _text_in(response: Response, name: str) -> str:
    try:
        payload = json.loads(response.content)
    except ValueError:
        return ""
    value = payload.get(name) if isinstance(payload, dict) else None
    return value if isinstance(value, str) else ""


@dataclass(slots=True)
class _PlaceholderWire:
    """Replaces the placeholders that the SDK knows by the real tokens. `lifetime` is that of new placeholders."""

    wire: Wire
    kind: PersonalTokenKind
    token: str
    lifetime: int = LONG_SECONDS
    exchanges: int = 0
    real: dict[str, str] = field(default_factory=dict)

    @property
    def placeholder(self) -> str:
        """The token that the SDK gets."""
        return _placeholder("refresh", LONG_SECONDS, 0)

    def __call__(self, request: Request) -> Response:
        known = {self.placeholder: self.token, **self.real}
        content, headers = request.content, request.headers
        for placeholder, real in known.items():
            content = content.replace(placeholder.encode(), real.encode())
            headers = tuple((name, value.replace(placeholder, real)) for name, value in headers)
        lengths = (("content-length", str(len(content))),) if content else ()
        kept = (header for header in headers if header[0] != "content-length")
        response = self.wire(replace(request, headers=(*kept, *lengths), content=content))
        if request.path != self.kind.refresh_path:
            return response
        self.exchanges += 1
        access = _text_in(response, self.kind.returns)
        if not access:
            return response
        placeholder = _placeholder("access", self.lifetime, self.exchanges)
        self.real[placeholder] = access
        return replace(
            response,
            headers=tuple(header for header in response.headers if header[0] != "content-length"),
            content=json.dumps({self.kind.returns: placeholder}).encode(),
        )


def _placeholder(kind: str, seconds: int, number: int) -> str:
    """A JSON Web Token that is no secret."""
    claims = {"token_type": kind, "exp": int(time.time()) // LONG_SECONDS * LONG_SECONDS + 2 * seconds, "jti": number}
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    encoded = (base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts)
    return ".".join((*encoded, "bm90LWEtc2VjcmV0"))


def _sync_client(sdk: Sdk, wire: _PlaceholderWire) -> Any:
    return sdk.client("sync", WireTransport(wire), {sdk.target.key_argument: wire.placeholder})


def _call_sync(sdk: Sdk, method: str, client: Any, wire: _PlaceholderWire, situation: Situation) -> TokenCall:
    before = wire.exchanges
    with sdk.clock.patched_sleep():
        error = _error_of(_find(client, method))
    return _described(sdk, "sync", situation, error, wire.exchanges - before)


def _call_async(sdk: Sdk, method: str, url: str, token: str, situation: Situation) -> TokenCall:
    async def call() -> None:
        transport = httpx.AsyncHTTPTransport(trust_env=False)
        client = sdk.client("async", transport, {sdk.target.key_argument: token, sdk.target.base_url_argument: url})
        try:
            await _find(client, method)()
        finally:
            await transport.aclose()

    return _described(sdk, "async", situation, _error_of(lambda: asyncio.run(call())))


def _find(client: Any, method: str) -> Any:
    for step in method.split("."):
        client = getattr(client, step)
    return client


def _error_of(call: Callable[[], Any]) -> Exception | None:
    try:
        call()
    except Exception as error:  # noqa: BLE001  # the check judges the exception of the SDK
        return error
    return None


def _described(
    sdk: Sdk, twin: Twin, situation: Situation, error: Exception | None, exchanges: int | None = None
) -> TokenCall:
    status = getattr(error, "status_code", None)
    name = "" if error is None else type(error).__name__ + ("" if status is None else f" with status {status}")
    return TokenCall(
        twin=twin,
        situation=situation,
        error=name,
        own_error=isinstance(error, sdk.error_classes),
        exchanges=exchanges,
    )
