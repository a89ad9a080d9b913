"""Exchanges as text: HTTP messages for evidence, a runnable Python program and a curl command to reproduce them.

Credentials never appear: the authorization header is replaced wherever a request becomes text.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Final

from conformance.contract.model import Model
from conformance.exchange.json_equality import same_json
from conformance.exchange.model import Exchange
from conformance.generate.values import File, Value, to_dict
from conformance.redaction.patterns import Secrecy, secrecy_of
from conformance.targets.target import Target
from conformance.wire import TRANSFER_HEADERS, Request, Response

MOST_BODY: Final = 2000  # characters of a body in evidence
CREDENTIALS: Final = "<credentials>"
_LEFT_OUT: Final = frozenset({"accept", "accept-encoding", "connection", "content-length", "host", "user-agent"})
# An exception of the SDK tells all headers of its answer, as a dict.
_TOLD_HEADERS: Final = re.compile(r"headers: \{.*?\}, status_code: ", re.DOTALL)
_HEADER: Final = rf"""'(?:{"|".join(sorted(TRANSFER_HEADERS))})': (?:'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")"""
_UNTOLD_HEADER: Final = re.compile(f"(?:, {_HEADER})+(?=}})|{_HEADER}, |{_HEADER}")


def shorten(text: str, most: int = 300) -> str:
    """The text on one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 3] + "..."


def body_text(content: bytes) -> str:
    """A body for people: text as it is, other bytes escaped, long ones cut."""
    text = content.decode("utf-8", errors="backslashreplace")
    return text if len(text) <= MOST_BODY else f"{text[:MOST_BODY]}... ({len(content)} bytes in all)"


def _evidence_headers(request: Request, machine_headers: Collection[str]) -> list[tuple[str, str]]:
    is_multipart = request.content_type == "multipart/form-data"
    headers = []
    for name, value in request.headers:
        if name in _LEFT_OUT or name in machine_headers:
            continue
        text = CREDENTIALS if secrecy_of(name) is Secrecy.CERTAIN else value
        headers.append((name, "multipart/form-data" if is_multipart and name == "content-type" else text))
    return headers


def request_text(request: Request, machine_headers: Collection[str] = ()) -> str:
    """A request as an HTTP message, without headers that describe the machine and without multipart boundaries.

    A boundary is random. `machine_headers` are the names that the target lists, in lower case.
    """
    headers = _evidence_headers(request, machine_headers)
    head = [f"{request.method} {request.url}", *(f"{name}: {value}" for name, value in headers)]
    if request.content_type == "multipart/form-data":
        body = "\n".join(f"{p.name} {p.filename!r} {p.content_type} {p.content!r}" for p in request.parts)
    else:
        body = body_text(request.content)
    return "\n".join(head) + (f"\n\n{body}" if body else "")


def same_request(one: Request, other: Request, machine_headers: Collection[str] = ()) -> bool:
    """The same request for a server: query names and headers in any order, JSON by value, other bodies byte for byte.

    Multipart bodies are compared part by part: their boundary is drawn by chance.
    """
    if _address(one) != _address(other):
        return False
    if sorted(_evidence_headers(one, machine_headers)) != sorted(_evidence_headers(other, machine_headers)):
        return False
    if one.content_type == "multipart/form-data":
        return one.parts == other.parts
    if one.content_type == "application/json" and one.content and other.content:
        return same_json(one.json, other.json)
    return one.content == other.content


def _address(request: Request) -> tuple[str, str, list[tuple[str, str]]]:
    return request.method, request.path, sorted(request.query)


def response_text(response: Response) -> str:
    """A response as an HTTP message, without the headers of the transfer, the machine and browsers' policies."""
    if response.fault == "refused":
        return "(connection refused)"
    head = [str(response.status), *(f"{name}: {value}" for name, value in _api_headers(response).items())]
    body = body_text(response.content) + (" (connection cut here)" if response.fault == "cut" else "")
    return "\n".join(head) + (f"\n\n{body}" if body else "")


def _api_headers(response: Response) -> dict[str, str]:
    return {name: value for name, value in response.headers if name.lower() not in TRANSFER_HEADERS}


def error_text(text: str) -> str:
    """An exception's words without the headers that evidence leaves out."""
    return _TOLD_HEADERS.sub(lambda headers: _UNTOLD_HEADER.sub("", headers[0]), text, count=1)


def outcome_text(exchange: Exchange) -> str:
    """What the caller got."""
    if exchange.raised is not None:
        return f"raised {error_text(exchange.raised.text)}"[:MOST_BODY]
    if exchange.endless:
        return f"stopped after {len(exchange.requests)} requests"
    text = repr(exchange.value)
    return f"returned {text if len(text) <= MOST_BODY else text[:MOST_BODY] + '...'}"


def curl(request: Request, machine_headers: Collection[str] = ()) -> str:
    """The request as a curl command line, with the credentials taken from the environment variable `API_KEY`."""
    words = ["curl", "--globoff", "-X", request.method, shlex.quote(request.url)]
    multipart = request.content_type == "multipart/form-data"
    for name, value in _evidence_headers(request, machine_headers):
        if name == "authorization":
            scheme = (request.header("authorization") or "").rpartition(" ")[0]
            words += ["-H", f'"Authorization: {scheme} $API_KEY"']
        elif not (multipart and name == "content-type"):
            words += ["-H", shlex.quote(f"{name}: {value}")]
    if multipart:
        for part in request.parts:
            words += [
                "-F",
                shlex.quote(f"{part.name}=@{part.filename}" if part.filename else f"{part.name}={part.content!r}"),
            ]
    elif request.content:
        words += ["--data-raw", shlex.quote(request.content.decode("utf-8", errors="backslashreplace"))]
    return " ".join(words)


def expression(exchange: Exchange, target: Target, imports: set[str]) -> str:
    """The call as Python source, with models or plain dicts as it was made; import lines are added to `imports`."""
    call, models = exchange.call, exchange.expectation.models
    if exchange.argument_style == "dict":
        call = replace(call, arguments={name: _plain(value, models) for name, value in call.arguments.items()})
    return call.expression(models, target.package, imports)


def _plain(value: Value, models: Mapping[str, Model]) -> Value:
    return value if isinstance(value, File) else to_dict(value, models)


def program(exchange: Exchange, target: Target, *, caught: bool = False) -> str:
    """A Python program that shows the finding with the SDK and httpx alone; `caught` prints what the call raises."""
    sync = exchange.twin == "sync"
    imports = {"import httpx", f"from {target.package} import {_client(target, exchange)}"}
    called = expression(exchange, target, imports)
    kind = "Client" if sync else "AsyncClient"
    arguments = "".join(f"    {name}={value!r},\n" for name, value in target.client_arguments.items())
    lines = [
        *(["import asyncio"] if not sync else []),
        *sorted(imports),
        "",
        f"answers = [\n{_answers(exchange)}]",
        "",
        "",
        "def answer(request):",
        '    print(request.method, request.url, dict(request.headers), request.read().decode("utf-8", "replace"))',
        "    response = answers.pop(0) if len(answers) > 1 else answers[0]",
        *_raising(exchange),
        "    return httpx.Response(**response)",
        "",
        "",
        f"client = {_client(target, exchange)}(",
        f"{arguments}    {target.base_url_argument}={exchange.expectation.base_url!r},",
        f"    {target.transport_argument}=httpx.{kind}(transport=httpx.MockTransport(answer)),",
        ")",
        *_ending(_sync_end(exchange, called) if sync else _async_end(exchange, called), caught=caught),
    ]
    return "\n".join(lines) + "\n"


def _client(target: Target, exchange: Exchange) -> str:
    return target.sync_client if exchange.twin == "sync" else target.async_client


def _answers(exchange: Exchange) -> str:
    rows = (
        f'    {{"status_code": {r.status or 200}, "headers": {_api_headers(r)!r}, "content": {r.content!r}}},\n'
        for r in exchange.scripted.responses
    )
    return "".join(rows)


def _raising(exchange: Exchange) -> list[str]:
    match exchange.scripted.responses[0].fault:
        case "refused":
            return ['    raise httpx.ConnectError("connection refused", request=request)']
        case "cut":
            return ['    raise httpx.RemoteProtocolError("peer closed connection", request=request)']
    return []


def _ending(lines: list[str], *, caught: bool) -> list[str]:
    """The call itself. What comes before it in an asynchronous program are definitions."""
    if not caught:
        return lines
    start = len(lines) - 1 if lines[-1] == "asyncio.run(main())" else 0
    tried = [f"    {line}" for line in lines[start:]]
    return [
        *lines[:start],
        "try:",
        *tried,
        "except Exception as error:",
        '    print(f"{type(error).__module__}.{type(error).__name__}: {error}")',
    ]


def _sync_end(exchange: Exchange, called: str) -> list[str]:
    match exchange.expectation.operation.shape:
        case "pager":
            return [f"for item in {called}:", "    print(repr(item))"]
        case "stream":
            return [f'print(b"".join({called}))']
    if exchange.dumped is not None or exchange.dump_error:
        return [f"value = {called}", "print(repr(value))", "print(value.dict())", "print(value.json())"]
    return [f"print(repr({called}))"]


def _async_end(exchange: Exchange, called: str) -> list[str]:
    match exchange.expectation.operation.shape:
        case "pager":
            body = [f"    async for item in await {called}:", "        print(repr(item))"]
        case "stream":
            body = [f'    print(b"".join([chunk async for chunk in {called}]))']
        case _ if exchange.dumped is not None or exchange.dump_error:
            shown = ("repr(value)", "value.dict()", "value.json()")
            body = [f"    value = await {called}", *(f"    print({each})" for each in shown)]
        case _:
            body = [f"    print(repr(await {called}))"]
    return ["", "", "async def main():", *body, "", "", "asyncio.run(main())"]
