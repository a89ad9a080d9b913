"""The arguments that a client's constructor takes, learned from its signature, and the configurations to try.

The meaning of an argument follows from its name, like that of a call's options; target.toml names the base URL, the
HTTP client and the credentials.
"""

from __future__ import annotations

import base64
import enum
import inspect
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from conformance.contract.model import TWINS
from conformance.runtime.callers_client import callers_clients
from conformance.runtime.situation import NOW, Configuration, in_unit
from conformance.targets.target import Target

CLIENT_HEADER: Final = "X-Client"
KEY_HEADER: Final = "X-API-Key"  # credentials beside those of the client
HEADER_USER: Final = 2  # whose they are
CLIENT_TIMEOUTS: Final = (9.5, 0, None)
CLIENT_RETRIES: Final = (0, 1, 4)
CLIENT_RETRIES_WITH_OWN: Final = 1
FUTURE, PAST = 4102444800, NOW - 60  # 2100 and a minute ago, in seconds since 1970
MARKED: Final = frozenset(  # tried with web tokens
    {"a transport", "a proxy", "event hooks", "headers", "a timeout", "every setting"}
)
BASE_URLS: Final[Mapping[str, str]] = {
    "base URL with a path": "http://sdk.test/a/prefix",
    "base URL with a path and a slash": "http://sdk.test/a/prefix/",
    "base URL with a slash": "http://sdk.test/",
    "base URL with a port": "http://sdk.test:8080",
    "base URL of IPv6": "http://[::1]:8080",
    "base URL in upper case": "HTTP://SDK.TEST",
    "base URL with a path in upper case": "http://sdk.test/A/Prefix",
    "base URL with TLS": "https://sdk.test",
}
UNUSUAL_URLS: Final[Mapping[str, str]] = {
    "base URL with two slashes": "http://sdk.test/a/prefix//",
    "base URL with an escaped path": "http://sdk.test/a%2Fb%20c/pr%C3%A9fix",
}


def json_web_token(expires: int | None, kind: str = "refresh", user: int = 1) -> str:
    """A token like a server's, whose signature is none. `expires` is in seconds since 1970."""
    claims = {"token_type": kind, "jti": kind, "user_id": user} | ({} if expires is None else {"exp": expires})
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


def configurations(arguments: Mapping[str, inspect.Parameter], target: Target) -> Iterator[Configuration]:
    """The configurations of a client with these constructor arguments; the first sets nothing."""
    yield Configuration(name="default client")
    for name, url in BASE_URLS.items():
        yield Configuration(name=name, arguments={target.base_url_argument: url})
    for name, url in UNUSUAL_URLS.items():
        yield Configuration(name=name, arguments={target.base_url_argument: url}, with_failures=False)
    transports = {target.transport_of(twin) for twin in TWINS}
    named = {target.base_url_argument, *transports, *target.client_arguments}
    for argument, parameter in arguments.items():
        if argument not in named:
            yield from _by_name(argument, parameter, target)
    base_url = arguments.get(target.base_url_argument)
    if base_url is not None and base_url.default is not inspect.Parameter.empty:
        yield Configuration(name="no base URL", left_out=frozenset({target.base_url_argument}), with_failures=False)
    yield from _http_clients(arguments, target)
    yield Configuration(
        name="proxy of the environment", environment={"HTTP_PROXY": "http://env-proxy.test:3128"}, with_failures=False
    )
    yield Configuration(name="event loops one after another", fresh=True, many_loops=True, with_failures=False)
    yield Configuration(name="closed client", fresh=True, closes=True, with_failures=False)
    for argument in target.credentials:
        declared = arguments.get(argument)
        optional = declared is not None and declared.default is not inspect.Parameter.empty
        yield from _credentials(argument, target, optional=optional)


def _by_name(argument: str, parameter: inspect.Parameter, target: Target) -> Iterator[Configuration]:
    def configuration(value: Any, text: str = "", *, with_failures: bool = True) -> Configuration:
        name = f"client {argument} {text}".strip()
        return Configuration(name=name, arguments={argument: value}, about=argument, with_failures=with_failures)

    if "header" in argument:
        yield configuration({CLIENT_HEADER: "given"})
        yield configuration({"User-Agent": "callers-agent/1"}, "for the agent", with_failures=False)
        yield configuration({KEY_HEADER: "callers-key-not-a-secret"}, "with a key", with_failures=False)
        for kind, name in (("refresh", KEY_HEADER), ("access", KEY_HEADER), ("refresh", KEY_HEADER.lower())):
            yield Configuration(
                name=f"client {argument} with {'an' if kind == 'access' else 'a'} {kind} token as {name}",
                arguments={argument: {name: json_web_token(FUTURE, kind, HEADER_USER)}},
                fresh=True,
                about_credentials=True,
                with_failures=(kind, name) == ("refresh", KEY_HEADER),
            )
    elif "timeout" in argument:
        for value in CLIENT_TIMEOUTS:
            yield configuration(in_unit(argument, value), str(value), with_failures=False)
    elif "retries" in argument:
        for number in CLIENT_RETRIES:
            yield configuration(number, str(number))
    elif "redirect" in argument:
        for switch in (True, False, None):
            yield configuration(switch, str(switch))
    elif argument == "logging":
        yield configuration({"level": "debug", "silent": False})
    elif isinstance(parameter.default, enum.Enum):
        for member in type(parameter.default):
            yield Configuration(
                name=f"client {argument} {member.name}",
                arguments={argument: member},
                left_out=frozenset({target.base_url_argument}),
                about=argument,
                with_failures=False,
            )
        yield configuration(parameter.default, "beside the base URL", with_failures=False)
    elif "bool" in str(parameter.annotation) or "int" in str(parameter.annotation):  # the effect is not known: pinned
        for value in (True, False) if "bool" in str(parameter.annotation) else (1,):
            yield configuration(value, str(value), with_failures=False)


def _http_clients(arguments: Mapping[str, inspect.Parameter], target: Target) -> Iterator[Configuration]:
    """The caller's own HTTP client, with each of its settings, and beside arguments of the SDK's client."""
    clients = {client.name: client for client in callers_clients()}
    for client in clients.values():
        name = f"own HTTP client with {client.name}" if client.name else "own HTTP client"
        yield Configuration(name=name, http_client=client, with_failures=client.name in {"", "redirects"})
        for argument in target.credentials if client.name in MARKED else ():
            yield Configuration(
                name=f"{name}, fresh web token as {argument}",
                http_client=client,
                arguments={argument: json_web_token(FUTURE)},
                fresh=True,
                about_credentials=True,
                with_failures=False,
            )
    for argument in arguments:
        value = 9.5 if "timeout" in argument else CLIENT_RETRIES_WITH_OWN if argument == "max_retries" else None
        if value is not None:
            yield Configuration(
                name=f"own HTTP client with a timeout, client {argument} {value}",
                http_client=clients["a timeout"],
                arguments={argument: in_unit(argument, value)},
                about=argument,
            )
    yield Configuration(
        name="own HTTP client, closed client", http_client=clients[""], fresh=True, closes=True, with_failures=False
    )
    yield Configuration(
        name="own HTTP client, client let go", http_client=clients[""], fresh=True, lets_go=True, with_failures=False
    )


def _credentials(argument: str, target: Target, *, optional: bool) -> Iterator[Configuration]:
    for name, value in {
        "fresh web token": json_web_token(FUTURE),
        "expired web token": json_web_token(PAST),
        "web token without expiry": json_web_token(None),
        "empty credentials": "",
        **({"no credentials": None} if optional else {}),
        "credentials in upper case": "CONFORMANCE-Key-Not-A-Secret",
    }.items():
        yield Configuration(
            name=f"{name} as {argument}",
            arguments={argument: value},
            fresh=True,
            about_credentials=True,
            with_failures=name.startswith("fresh"),
        )
    yield Configuration(
        name=f"fresh web token as {argument}, base URL with a path",
        arguments={argument: json_web_token(FUTURE), target.base_url_argument: "http://sdk.test/a/prefix"},
        fresh=True,
        about_credentials=True,
        with_failures=False,
    )
    if not optional:
        return
    yield Configuration(name=f"{argument} left out", left_out=frozenset({argument}), fresh=True, with_failures=False)
    variable = environment_variable(argument, target)
    if variable:
        yield Configuration(
            name=f"{variable} set after the import",
            left_out=frozenset({argument}),
            environment={variable: "environment-key-not-a-secret"},
            fresh=True,
            about=variable,
            with_failures=False,
        )


def environment_variable(argument: str, target: Target) -> str:
    """The environment variable of an argument, "" if the SDK reads none."""
    return f"{target.settings_prefix}{argument}".upper() if target.settings_prefix else ""
