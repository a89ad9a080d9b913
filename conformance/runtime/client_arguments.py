"""The arguments that a client's constructor takes, learned from its signature, and the configurations to try.

The meaning of an argument follows from its name, like that of a call's options; target.toml names the base URL, the
HTTP client and the credentials.
"""

from __future__ import annotations

import base64
import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.runtime.case import Configuration
from conformance.targets.target import Target

CLIENT_HEADER: Final = "X-Client"
CLIENT_TIMEOUT: Final = 9.0
CLIENT_RETRIES: Final = (0, 1, 4)
FUTURE, PAST = 4102444800, 946684800  # 2100 and 2000, in seconds since 1970
BASE_URLS: Final[Mapping[str, str]] = {
    "base URL with a path": "http://sdk.test/a/prefix",
    "base URL with a path and a slash": "http://sdk.test/a/prefix/",
    "base URL with a slash": "http://sdk.test/",
    "base URL with a port": "http://sdk.test:8080",
    "base URL of IPv6": "http://[::1]:8080",
    "base URL in upper case": "HTTP://SDK.TEST",
}


def json_web_token(expires: int | None, kind: str = "refresh") -> str:
    """A token like a server's, whose signature is none. `expires` is in seconds since 1970."""
    claims = {"token_type": kind, "jti": kind, "user_id": 1} | ({} if expires is None else {"exp": expires})
    parts = ({"alg": "HS256", "typ": "JWT"}, claims)
    texts = [base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts]
    return ".".join([*texts, base64.urlsafe_b64encode(b"not-a-signature-of-32-bytes-at-all").rstrip(b"=").decode()])


def constructor_arguments(client_class: type) -> dict[str, inspect.Parameter]:
    """The named arguments of a client's constructor: of the first class that does not only pass them on."""
    for cls in client_class.__mro__:
        constructor = vars(cls).get("__init__")
        if constructor is None or cls is object:
            continue
        named = {
            name: parameter
            for name, parameter in inspect.signature(constructor).parameters.items()
            if name != "self" and parameter.kind not in {parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD}
        }
        if named:
            return named
    return {}


def configurations(arguments: Mapping[str, Any], target: Target) -> Iterator[Configuration]:
    """The configurations of a client with these constructor arguments; the first sets nothing."""
    yield Configuration(name="default client")
    for name, url in BASE_URLS.items():
        yield Configuration(name=name, arguments={target.base_url_argument: url})
    for argument in arguments:
        if argument in {target.base_url_argument, target.transport_argument, *target.client_arguments}:
            continue
        yield from _by_name(argument)
    yield from _http_clients()
    for argument in target.client_arguments:
        yield from _credentials(argument)


def untried_arguments(arguments: Mapping[str, Any], target: Target) -> list[str]:
    """The constructor arguments whose meaning is unknown."""
    known = {target.base_url_argument, target.transport_argument, *target.client_arguments}
    return [name for name in arguments if name not in known and not list(_by_name(name))]


def _by_name(argument: str) -> Iterator[Configuration]:
    if "stream" in argument:
        return
    if "header" in argument:
        yield Configuration(name=f"client {argument}", arguments={argument: {CLIENT_HEADER: "given"}})
    elif "timeout" in argument:
        yield Configuration(name=f"client {argument}", arguments={argument: CLIENT_TIMEOUT})
    elif "retries" in argument:
        for number in CLIENT_RETRIES:
            yield Configuration(name=f"client {argument} {number}", arguments={argument: number})
    elif "redirect" in argument:
        for value in (True, False, None):
            yield Configuration(name=f"client {argument} {value}", arguments={argument: value})
    elif argument == "logging":
        yield Configuration(name="client logging", arguments={argument: {"level": "debug", "silent": False}})


def _http_clients() -> Iterator[Configuration]:
    yield Configuration(name="own HTTP client", http_client={})
    yield Configuration(name="own HTTP client with a timeout", http_client={"timeout": 3.0})
    yield Configuration(name="own HTTP client with headers", http_client={"headers": {"X-Own": "given"}})
    yield Configuration(name="own HTTP client that follows redirects", http_client={"follow_redirects": True})


def _credentials(argument: str) -> Iterator[Configuration]:
    for name, value in {
        "fresh web token": json_web_token(FUTURE),
        "expired web token": json_web_token(PAST),
        "web token without expiry": json_web_token(None),
        "empty credentials": "",
        "no credentials": None,
    }.items():
        yield Configuration(name=f"{name} as {argument}", arguments={argument: value}, fresh=True)
