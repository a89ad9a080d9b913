"""A runnable Python program that reproduces an exchange: the SDK's client over a mock transport with its responses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from conformance.contract.model import Model
from conformance.exchange import loopback_program
from conformance.exchange.model import Exchange
from conformance.exchange.rendering import api_headers
from conformance.generate.call import packed_arguments, values_of_caller
from conformance.generate.values import File, Value, to_dict
from conformance.targets.target import Target


def expression(exchange: Exchange, target: Target, imports: set[str]) -> str:
    """The call as Python source, with models or plain dicts as it was made. Adds import lines to `imports`."""
    call, models = exchange.call, exchange.expectation.models
    if exchange.argument_style == "dict":
        call = replace(call, arguments={name: _plain(value, models) for name, value in call.arguments.items()})
    given = values_of_caller(call.arguments, exchange.expectation.operation)
    call = replace(call, arguments=packed_arguments(given, exchange.expectation.operation))
    call = replace(call, operation=target.method_path(call.operation, exchange.twin))
    return call.expression(models, target.package, imports)


def _plain(value: Value, models: Mapping[str, Model]) -> Value:
    return value if isinstance(value, File) else to_dict(value, models)


def program(exchange: Exchange, target: Target, *, caught: bool = False) -> str:
    """A Python program that shows the finding with only the SDK and httpx. `caught` prints what the call raises."""
    if target.family.network_error:
        return _program_on_loopback(exchange, target, caught=caught)
    sync = exchange.twin == "sync"
    imports = {"import httpx", target.client_import(exchange.twin)}
    call_source = expression(exchange, target, imports)
    kind = "Client" if sync else "AsyncClient"
    call_of = _sync_call if sync else _async_call
    options = ", ".join(f"{name}={value!r}" for name, value in target.family.write_options.items())
    dumps = (f"value.{target.family.to_dict}({options})", f"value.{target.family.to_json}({options})")
    arguments = "".join(f"    {name}={value!r},\n" for name, value in target.client_arguments.items())
    lines = [
        *(["import asyncio"] if not sync else []),
        *sorted(imports),
        "",
        f"responses = [\n{_response_rows(exchange)}]",
        "",
        "",
        "def respond(request):",
        '    print(request.method, request.url, dict(request.headers), request.read().decode("utf-8", "replace"))',
        "    response = responses.pop(0) if len(responses) > 1 else responses[0]",
        *_raise_fault(exchange),
        "    return httpx.Response(**response)",
        "",
        "",
        f"client = {target.client_class(exchange.twin)}(",
        f"{arguments}    {target.base_url_argument}={exchange.expectation.base_url!r},",
        f"    {target.transport_of(exchange.twin)}=httpx.{kind}(transport=httpx.MockTransport(respond)),",
        ")",
        *_call_lines(call_of(exchange, call_source, dumps), caught=caught),
    ]
    return "\n".join(lines) + "\n"


def _program_on_loopback(exchange: Exchange, target: Target, *, caught: bool) -> str:
    """The program for an SDK that takes no transport: a server on the loopback interface responds."""
    family, parts = target.family, [exchange.call.operation.partition(".")[0]]
    imports = loopback_program.import_lines(target, parts, exchange.twin)
    call_source = expression(exchange, target, imports)
    dumps = (f"value.{family.to_dict}()", f"value.{family.to_json}()")
    responses = [(response, api_headers(response)) for response in exchange.scripted.responses]
    lines = [
        *sorted(imports),
        "",
        *loopback_program.server_lines(responses, "dict(self.headers)"),
        *loopback_program.client_lines(target, parts, exchange.twin),
        *_call_lines(_sync_call(exchange, call_source, dumps), caught=caught),
    ]
    return "\n".join(lines) + "\n"


def _response_rows(exchange: Exchange) -> str:
    rows = (
        f'    {{"status_code": {r.status or 200}, "headers": {api_headers(r)!r}, "content": {r.content!r}}},\n'
        for r in exchange.scripted.responses
    )
    return "".join(rows)


def _raise_fault(exchange: Exchange) -> list[str]:
    match exchange.scripted.responses[0].fault:
        case "refused":
            return ['    raise httpx.ConnectError("connection refused", request=request)']
        case "cut":
            return ['    raise httpx.RemoteProtocolError("peer closed connection", request=request)']
    return []


def _call_lines(lines: list[str], *, caught: bool) -> list[str]:
    """The call. In an asynchronous program, definitions come before it."""
    if not caught:
        return lines
    start = len(lines) - 1 if lines[-1] == "asyncio.run(main())" else 0
    body = [f"    {line}" for line in lines[start:]]
    return [
        *lines[:start],
        "try:",
        *body,
        "except Exception as error:",
        '    print(f"{type(error).__module__}.{type(error).__name__}: {error}")',
    ]


_ITEMS: Final = frozenset({"events", "event fields", "lines"})  # formats of streams that have items


def _sync_call(exchange: Exchange, call_source: str, dumps: Sequence[str]) -> list[str]:
    match exchange.expectation.operation.shape:
        case shape if shape == "pager" or exchange.expectation.operation.response_format in _ITEMS:
            return [f"for item in {call_source}:", "    print(repr(item))"]
        case "stream":
            return [f'print(b"".join({call_source}))']
    if exchange.dumped is not None or exchange.dump_error:
        return [f"value = {call_source}", "print(repr(value))", *(f"print({text})" for text in dumps)]
    return [f"print(repr({call_source}))"]


def _async_call(exchange: Exchange, call_source: str, dumps: Sequence[str]) -> list[str]:
    match exchange.expectation.operation.shape:
        case "pager":
            body = [f"    async for item in await {call_source}:", "        print(repr(item))"]
        case "stream" if exchange.expectation.operation.response_format in _ITEMS:
            body = [f"    async for item in {call_source}:", "        print(repr(item))"]
        case "stream":
            body = [f'    print(b"".join([chunk async for chunk in {call_source}]))']
        case _ if exchange.dumped is not None or exchange.dump_error:
            body = [f"    value = await {call_source}", *(f"    print({text})" for text in ("repr(value)", *dumps))]
        case _:
            body = [f"    print(repr(await {call_source}))"]
    return ["", "", "async def main():", *body, "", "", "asyncio.run(main())"]
