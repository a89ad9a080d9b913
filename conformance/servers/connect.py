"""A running server, by its address: whether it is of the target's kind, which release, and whether the token fits."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from conformance.errors import EnvironmentFailed, TargetError, UsageError
from conformance.redaction.redact import Secrets
from conformance.servers.server import Server
from conformance.targets.target import ServerKind, Target

PATIENCE_SECONDS: Final = 60.0
MOST_BYTES: Final = 64 * 1024 * 1024
SAID_CHARACTERS: Final = 200


def connect(url: str, target: Target, token: str, *, managed: bool = False) -> Server:
    """The server at an address, once it is known to be of the target's kind and to accept the token.

    Raises UsageError: the address or the token is none, or the server refuses the token.
    Raises EnvironmentFailed: nothing answers there, or something else than the target's server.
    """
    kind = server_kind(target)
    address = checked_url(url)
    _insist_on_legacy_token(token, kind)
    with _client(address, target, token) as client:
        about = _about(client, kind)
        _insist_on_account(client, kind, token)
    return Server(
        url=address,
        version=str(about[kind.version_key]),
        edition=str(about.get(kind.edition_key) or "unknown"),
        managed=managed,
        token=token,
    )


def server_kind(target: Target) -> ServerKind:
    """What the target says of its server. Raises TargetError where it says nothing."""
    if target.server is None:
        raise TargetError(f"{target.folder / 'target.toml'}: there is no [server]: no server of this target is known.")
    return target.server


def checked_url(url: str) -> str:
    """The address of a server, without a slash at its end. Raises UsageError."""
    try:
        parts = urlsplit(url.strip())
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        port_fits = parts.port != 0
    except ValueError as error:
        raise UsageError(f"the server's address cannot be read: {error}.\n{_EXAMPLE}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_fits:
        raise UsageError(f"the server's address {shown!r} is no http or https address.\n{_EXAMPLE}")
    if parts.username is not None:
        raise UsageError(
            f"the server's address {shown!r} holds a user name or password.\n"
            "  Next: leave them out; what is on a command line is seen by others. The token comes from elsewhere."
        )
    if parts.query or parts.fragment:
        raise UsageError(f"the server's address {shown!r} has a query or a fragment.\n{_EXAMPLE}")
    return parts.geturl().rstrip("/")


_EXAMPLE: Final = "  Next: give it as, for example, http://localhost:8080."


def read_token(target: Target, file: Path | None = None) -> str:
    """The token of a running server: what the file holds, or else the environment variable that target.toml names.

    Raises UsageError: there is none, it is empty, or the file cannot be read.
    """
    variable = server_kind(target).token_variable
    if file is None:
        token, source = os.environ.get(variable), f"the environment variable {variable}"
        if token is None:
            raise UsageError(
                f"no token for the server: {source} is not set.\n"
                f"  Next: set it, or name a file that holds the token with --token-file."
            )
    else:
        source = f"the token file {file}"
        try:
            token = file.expanduser().read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            said = error.strerror if isinstance(error, OSError) else "it is not text"
            raise UsageError(f"{source} cannot be read: {said}.\n  Next: give a file that holds the token.") from None
    token = token.strip()
    if not token:
        raise UsageError(f"{source} is empty.\n  Next: put the server's access token there.")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(f"{source} holds no token: a token is one word of ASCII characters.")
    return token


def fetch(client: httpx.Client, path: str) -> tuple[int, bytes]:
    """Status and body of what the server has at a path. Raises EnvironmentFailed: no answer, or a flood."""
    try:
        with client.stream("GET", path) as response:
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > MOST_BYTES:
                    raise EnvironmentFailed(
                        f"the server at {client.base_url} answers GET {path} with more than {MOST_BYTES >> 20} MiB."
                    )
            return response.status_code, bytes(content)
    except httpx.HTTPError as error:
        why = str(error) or type(error).__name__
        raise EnvironmentFailed(
            f"the server at {client.base_url} cannot be asked: GET {path}: {why}.\n"
            "  Next: check the address and that the server runs."
        ) from error


def asking(server: Server, target: Target) -> httpx.Client:
    """A client of the server that carries its token."""
    return _client(server.url, target, server.token)


def _client(url: str, target: Target, token: str) -> httpx.Client:
    return httpx.Client(base_url=url, headers=authorization(target, token), timeout=PATIENCE_SECONDS, trust_env=False)


def authorization(target: Target, token: str) -> dict[str, str]:
    """The header that carries a token, as the target's SDK sends it."""
    return {"Authorization": target.headers.get("Authorization", "Token {api_key}").replace("{api_key}", token)}


def _about(client: httpx.Client, kind: ServerKind) -> dict[str, Any]:
    status, content = fetch(client, kind.version_path)
    try:
        about = json.loads(content)
    except ValueError:
        about = None
    if not isinstance(about, dict) or kind.version_key not in about:
        raise EnvironmentFailed(
            f"what answers at {client.base_url} is no {kind.distribution} server: "
            f"GET {kind.version_path} gave {status}{'' if about is None else ' and JSON'} without "
            f"`{kind.version_key}`.\n  Next: check the address"
            + (", and whether it redirects elsewhere." if 300 <= status < 400 else ".")
        )
    return about


def _insist_on_account(client: httpx.Client, kind: ServerKind, token: str) -> None:
    status, content = fetch(client, kind.account_path)
    if status in {401, 403}:
        raise UsageError(
            f"the server at {client.base_url} refuses the token ({status}): {_said(content, token)}\n"
            f"  Next: check the token in {kind.token_variable} or in the token file, and that the server "
            "allows legacy tokens."
        )
    if status != 200:
        raise EnvironmentFailed(
            f"the server at {client.base_url} answers GET {kind.account_path} with {status}: {_said(content, token)}"
        )


def _insist_on_legacy_token(token: str, kind: ServerKind) -> None:
    if token.count(".") == 2 and token.startswith("ey"):  # JSON in base 64
        raise UsageError(
            "the token is a JSON Web Token (a personal access token), which has to be renewed every few minutes.\n"
            f"  Next: put the legacy token of the account into {kind.token_variable} or the token file; "
            "an organization's settings for access tokens allow those."
        )


def _said(content: bytes, token: str) -> str:
    try:
        detail = json.loads(content)["detail"]
    except (ValueError, KeyError, TypeError):
        detail = content.decode(errors="replace")
    text = " ".join(Secrets((token,)).redact_text(str(detail)).split())
    return text if len(text) <= SAID_CHARACTERS else f"{text[:SAID_CHARACTERS]}…"
