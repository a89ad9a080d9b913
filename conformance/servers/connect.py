"""Connects to a running server by its URL: checks its kind and its release, and that it accepts the token."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import httpx

from conformance.errors import EnvironmentFailed, TargetError, UsageError, unreadable_reason
from conformance.servers.credentials import Credentials, CredentialsAuth, response_detail, url_advice
from conformance.servers.server import Server
from conformance.targets.target import ServerKind, Target

TIMEOUT_SECONDS: Final = 60.0
MAX_BYTES: Final = 64 * 1024 * 1024
_URL_EXAMPLE: Final = "  Next: give it as, for example, http://localhost:8080."


def connect(url: str, target: Target, token: str, *, managed: bool = False) -> Server:
    """The server at a URL, after checking that it is of the target's kind and accepts the token.

    Raises UsageError: the URL or the token is malformed, or the server refuses the token.
    Raises EnvironmentFailed: nothing responds there, or another kind of server does.
    """
    kind = server_kind(target)
    address = check_url(url)
    credentials = credentials_of(target, token)
    credentials.check()
    with _client(address, credentials) as client:
        version = _fetch_version(client, kind)
        _check_account(client, kind, credentials)
    return Server(
        url=address,
        version=str(version[kind.version_key]),
        edition=str(version.get(kind.edition_key) or "unknown"),
        managed=managed,
        token=token,
    )


def server_kind(target: Target) -> ServerKind:
    """The target's declaration of its server. Raises TargetError if there is none."""
    if target.server is None:
        raise TargetError(f"{target.folder / 'target.toml'}: there is no [server], so this target has no server.")
    return target.server


def check_url(url: str) -> str:
    """The URL of a server, without a trailing slash. Raises UsageError."""
    try:
        parts = urlsplit(url.strip())
        shown = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
        has_port = parts.port != 0
    except ValueError as error:
        raise UsageError(f"the server's URL cannot be parsed: {error}.\n{_URL_EXAMPLE}") from None
    if parts.scheme not in {"http", "https"} or not parts.hostname or not has_port:
        raise UsageError(f"the server's URL {shown!r} is not an http or https URL.\n{_URL_EXAMPLE}")
    if parts.username is not None:
        raise UsageError(
            f"the server's URL {shown!r} holds a user name or password.\n"
            "  Next: leave them out, because other users can see a command line. Pass the token by --token-file."
        )
    if parts.query or parts.fragment:
        raise UsageError(f"the server's URL {shown!r} has a query or a fragment.\n{_URL_EXAMPLE}")
    return parts.geturl().rstrip("/")


def read_token(target: Target, file: Path | None = None) -> str:
    """The token of a running server, from the file or else from the environment variable that target.toml names.

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
            raise UsageError(
                f"{source} cannot be read: {unreadable_reason(error)}.\n  Next: give a file that holds the token."
            ) from None
    token = token.strip()
    if not token:
        raise UsageError(f"{source} is empty.\n  Next: put the server's access token there.")
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UsageError(f"{source} holds no token: a token is one word of ASCII characters.")
    return token


def fetch(client: httpx.Client, path: str, *, public: bool = False) -> tuple[int, bytes]:
    """Status and body of a GET request, without the client's token if that is `public`.

    Raises EnvironmentFailed: no response, or too large a response.
    """
    auth = None if public else httpx.USE_CLIENT_DEFAULT
    try:
        with client.stream("GET", path, auth=auth) as response:
            content = bytearray()
            for chunk in response.iter_bytes():
                content += chunk
                if len(content) > MAX_BYTES:
                    raise EnvironmentFailed(
                        f"the server at {client.base_url} responds to GET {path} with more than {MAX_BYTES >> 20} MiB."
                    )
            return response.status_code, bytes(content)
    except httpx.HTTPError as error:
        reason = re.sub(r"^\[Errno -?\d+\] ", "", str(error)) or type(error).__name__
        raise EnvironmentFailed(
            f"the server at {client.base_url} does not respond: GET {path}: {reason}.\n"
            "  Next: check the URL and that the server runs."
        ) from error


def server_client(server: Server, target: Target) -> httpx.Client:
    """An HTTP client whose requests carry the server's token."""
    return _client(server.url, credentials_of(target, server.token))


def credentials_of(target: Target, token: str) -> Credentials:
    """A token, and how the target's server takes it."""
    header = target.headers.get("Authorization", "Token {api_key}")
    header = header.replace(f"{{{next(iter(target.client_arguments), 'api_key')}}}", "{api_key}")
    return Credentials(token, legacy=header, kind=None if target.server is None else target.server.personal_token)


def _client(url: str, credentials: Credentials) -> httpx.Client:
    auth = CredentialsAuth(credentials, url)
    return httpx.Client(base_url=url, auth=auth, timeout=TIMEOUT_SECONDS, trust_env=False)


def _fetch_version(client: httpx.Client, kind: ServerKind) -> dict[str, Any]:
    status, content = fetch(client, kind.version_path, public=True)
    try:
        version = json.loads(content)
    except ValueError:
        version = None
    if not isinstance(version, dict) or kind.version_key not in version:
        redirected = "check the URL, and whether it redirects elsewhere." if 300 <= status < 400 else ""
        raise EnvironmentFailed(
            f"the server at {client.base_url} is not a {kind.distribution} server: "
            f"GET {kind.version_path} returned {status}{'' if version is None else ' and JSON'} without "
            f"`{kind.version_key}`.\n  Next: {redirected or url_advice(str(client.base_url)) or 'check the URL.'}"
        )
    return version


def _check_account(client: httpx.Client, kind: ServerKind, credentials: Credentials) -> None:
    status, content = fetch(client, kind.account_path)
    detail = response_detail(content, credentials.sent)
    if status in {401, 403}:
        allowed, other = "legacy tokens", ", or give a personal access token" if kind.personal_token else ""
        if credentials.personal is not None:
            allowed, other = "personal access tokens", ", or give a legacy token"
        raise UsageError(
            f"the server at {client.base_url} refuses the token ({status}): {detail}\n"
            f"  Next: check the token in {kind.token_variable} or in the token file, and that the account's "
            f"organization allows {allowed}{other}."
        )
    if status != 200:
        advice = url_advice(str(client.base_url)) if status == 404 else ""
        raise EnvironmentFailed(
            f"the server at {client.base_url} responds to GET {kind.account_path} with {status}: {detail}"
            + (f"\n  Next: {advice}" if advice else "")
        )
