"""The token of an account, as requests carry it: a legacy token as it is, a personal one as an access token.

A personal access token is a JSON Web Token that authorises no request. The server exchanges it for access tokens, which
expire after some minutes. The SDK does so inside its client; this module does it for the requests of this project.
"""

from __future__ import annotations

import base64
import binascii
import json
import time
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from conformance.errors import EnvironmentFailed, UsageError
from conformance.redaction.redact import Secrets
from conformance.targets.target import PersonalTokenKind

RENEW_SECONDS: Final = 30.0  # before an access token expires
SHORT_SECONDS: Final = 300.0  # the assumed lifetime of an access token that does not say when it expires
UNAUTHORIZED: Final = 401
MAX_DETAIL_CHARACTERS: Final = 200
_TYPE: Final = "token_type"
_NEXT: Final = "  Next: create a personal access token in the account settings of the server, and give that."


class TokenRefused(UsageError):
    """The server does not exchange the personal access token."""


@dataclass(slots=True)
class Credentials:
    """A token, and the header that carries it.

    `legacy` is the header of a token that is sent as it is, with the placeholder `{api_key}`. With `kind`, a personal
    access token is exchanged. `access` is the current access token, and `renew_at` the monotonic time to replace it.
    """

    token: str = field(repr=False)
    legacy: str = "Token {api_key}"
    kind: PersonalTokenKind | None = None
    access: str = field(default="", repr=False)
    renew_at: float = 0.0

    @property
    def personal(self) -> PersonalTokenKind | None:
        """How the token is exchanged; None for one that is sent as it is."""
        return self.kind if self.kind is not None and _claims(self.token) is not None else None

    @property
    def is_stale(self) -> bool:
        """Whether the token has to be exchanged before the next request."""
        return self.personal is not None and (not self.access or time.monotonic() >= self.renew_at)

    @property
    def header(self) -> str:
        """The value of the header `Authorization`."""
        kind = self.personal
        if kind is None:
            return self.legacy.replace("{api_key}", self.token)
        return kind.authorization.replace("{api_key}", self.access)

    @property
    def sent(self) -> str:
        """The token that requests carry."""
        return self.access if self.personal is not None else self.token

    def check(self) -> None:
        """Raises UsageError: the token cannot be used, whatever the server says."""
        if self.kind is not None:
            _check_shape(self.token)

    def renew(self, post: Callable[[str, bytes], tuple[int, bytes]], server: str) -> None:
        """Get a new access token. `post` sends JSON to a path of the server, and returns status and body.

        Raises TokenRefused: the server refuses the token. Raises EnvironmentFailed: it responds with something else.
        """
        kind = self.personal
        if kind is None:
            return
        status, content = post(kind.refresh_path, json.dumps({kind.sent_as: self.token}).encode())
        payload = _parse(content)
        where = f"POST {kind.refresh_path}"
        if status == 404:
            raise TokenRefused(
                f"the server at {server} has no personal access tokens: {where} returned 404.\n"
                f"  Next: {url_advice(server) or 'give the legacy token of the account.'}"
            )
        if 400 <= status < 500:
            raise TokenRefused(
                f"the server at {server} refuses the personal access token ({status}): "
                f"{response_detail(content, self.token)}\n"
                "  It has been revoked, has expired, or is of another server.\n" + _NEXT
            )
        access = payload.get(kind.returns) if isinstance(payload, dict) else None
        if status != 200 or not isinstance(access, str) or not access:
            raise EnvironmentFailed(
                f"the server at {server} gives no access token: {where} returned {status} without `{kind.returns}`."
            )
        self.access = access
        self.renew_at = time.monotonic() + max(_lifetime(access) - RENEW_SECONDS, 1.0)


def url_advice(url: str) -> str:
    """Advice for a path that the server does not have: a URL copied from a browser is that of a page. Or ""."""
    parts = urlsplit(url.rstrip("/"))
    if not parts.path:
        return ""
    return f"check the URL: if {parts.path} is a page of the server, give {parts.scheme}://{parts.netloc} instead."


class CredentialsAuth(httpx.Auth):
    """Adds credentials to the requests of an httpx client, with a new access token where the last one is refused."""

    def __init__(self, credentials: Credentials, url: str) -> None:
        self.credentials, self.url = credentials, url

    def sync_auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        """The requests to send for one request."""
        if self.credentials.is_stale:
            yield from self._renew()
        request.headers["Authorization"] = self.credentials.header
        response = yield request
        if response.status_code == UNAUTHORIZED and self.credentials.personal is not None:
            yield from self._renew()
            request.headers["Authorization"] = self.credentials.header
            yield request

    def _renew(self) -> Generator[httpx.Request, httpx.Response, None]:
        kind = self.credentials.personal
        assert kind is not None  # noqa: S101
        url = f"{self.url}{kind.refresh_path}"
        response = yield httpx.Request("POST", url, json={kind.sent_as: self.credentials.token})
        response.read()
        self.credentials.renew(lambda *_: (response.status_code, response.content), self.url)


def response_detail(content: bytes, token: str) -> str:
    """The message in a response of the server, shortened and without secrets."""
    payload = _parse(content)
    detail = payload.get("detail") if isinstance(payload, dict) else None
    text = str(detail) if detail is not None else content.decode(errors="replace")
    text = " ".join(Secrets((token,)).redact_text(text).split())
    return text if len(text) <= MAX_DETAIL_CHARACTERS else f"{text[:MAX_DETAIL_CHARACTERS]}…"


def _check_shape(token: str) -> None:
    """Raises UsageError for a JSON Web Token that is no personal access token, is incomplete, or has expired."""
    claims = _claims(token)
    if claims is None:
        parts = token.split(".")
        if len(parts) == 2 and _decoded(parts[0]) is not None and _decoded(parts[1]) is not None:
            raise UsageError(
                "the token is a personal access token without its last part, as servers list it.\n"
                "  A server shows the whole token only when it creates it.\n" + _NEXT
            )
        return
    kind = claims.get(_TYPE)
    if kind == "access":
        raise UsageError("the token is an access token, which expires after some minutes.\n" + _NEXT)
    if kind != "refresh":
        given = "no such claim" if kind is None else repr(kind)
        raise UsageError(
            f"the token is a JSON Web Token, but no personal access token: the claim `{_TYPE}` should be 'refresh'; "
            f"given: {given}.\n" + _NEXT
        )
    expires = claims.get("exp")
    if not isinstance(expires, (int, float)):
        raise UsageError("the personal access token does not say when it expires, and the SDK refuses it.\n" + _NEXT)
    if expires < time.time():
        date = datetime.fromtimestamp(expires, timezone.utc).date().isoformat()
        raise UsageError(f"the personal access token expired on {date}.\n" + _NEXT)


def _claims(token: str) -> Mapping[str, Any] | None:
    """The claims of a JSON Web Token, None for any other token. Only the server can verify them."""
    parts = token.split(".")
    if len(parts) != 3 or _decoded(parts[0]) is None:
        return None
    return _decoded(parts[1])


def _decoded(part: str) -> dict[str, Any] | None:
    try:
        value = _parse(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (binascii.Error, ValueError):
        return None
    return value if isinstance(value, dict) else None


def _parse(content: bytes) -> Any:
    try:
        return json.loads(content)
    except ValueError:
        return None


def _lifetime(access: str) -> float:
    """The seconds that an access token is valid for, by its own claims: the clocks of two machines may differ."""
    claims = _claims(access) or {}
    issued, expires = claims.get("iat"), claims.get("exp")
    if isinstance(issued, (int, float)) and isinstance(expires, (int, float)):
        return float(expires - issued)
    return SHORT_SECONDS
