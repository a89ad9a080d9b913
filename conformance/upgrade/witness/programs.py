"""Witnesses as programs for a reader who has the SDK and httpx, and nothing of this project."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from typing import Final

from conformance.contract.model import Model, Operation, Twin
from conformance.exchange import loopback_program
from conformance.scenarios.outcome import ScriptedSnippet
from conformance.targets.target import Target
from conformance.wire import Response

SERVER: Final = "http://sdk.test"  # as in conformance.targets.client, which imports httpx
_PART: Final = re.compile(r"\bclient\.(\w+)\.")  # of a client that is assembled from its parts
_STANDARD_IMPORTS: Final = {"datetime": "import datetime", "UUID": "from uuid import UUID"}


def render_program(attempt: ScriptedSnippet, target: Target, operation: Operation | None = None, also: str = "") -> str:
    """A snippet with its imports, a client with scripted responses, and a line that prints its result.

    The items of a pager or stream are printed. Code that awaits becomes a function. `also` is an expression about
    `request` that is printed with each request.
    """
    tree = ast.parse(attempt.code)
    imports = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    lines = {ast.unparse(node) for node in imports}
    body = [*_without_imports(attempt.code, imports), *_print_lines(tree, operation)]
    setting: list[str] = []
    if attempt.clients and target.family.network_error:
        parts = sorted(set(_PART.findall(attempt.code)))
        lines |= loopback_program.import_lines(target, parts, "sync")
        responses = [(response, dict(response.headers)) for response in attempt.responses]
        setting = loopback_program.server_lines(responses, also.replace("request.", "self."))
        setting += ["", *loopback_program.client_lines(target, parts, "sync")]
    elif attempt.clients:
        lines |= {"import httpx", *(target.client_import(_twin(name)) for name in attempt.clients)}
        setting = _server_lines(attempt.responses, also)
        setting += [line for name in attempt.clients for line in _client_lines(target, name)]
    if any(isinstance(node, ast.Await | ast.AsyncFor | ast.AsyncWith) for node in _top_level(tree)):
        lines.add("import asyncio")
        body = ["", "async def main():", *(f"    {line}".rstrip() for line in body), "", "", "asyncio.run(main())"]
    return "\n".join([*sorted(lines, key=_import_order), "", *setting, *body]).strip() + "\n"


def import_lines(expression: str, models: Mapping[str, Model], target: Target) -> str:
    """The import lines of a call given as text, which names models by their classes."""
    names = {node.id for node in ast.walk(ast.parse(expression)) if isinstance(node, ast.Name)}
    classes = {model.class_name: model for _, model in sorted(models.items(), reverse=True)}
    lines = [_STANDARD_IMPORTS[name] for name in names & _STANDARD_IMPORTS.keys()]
    lines += [
        f"from {target.package}.{classes[name].module} import {name}"
        for name in names & classes.keys() - _STANDARD_IMPORTS.keys()
    ]
    return "".join(f"{line}\n" for line in sorted(lines))


def _without_imports(code: str, imports: list[ast.Import | ast.ImportFrom]) -> list[str]:
    """The code's lines without its top-level import lines."""
    numbers = {number for node in imports for number in range(node.lineno, (node.end_lineno or node.lineno) + 1)}
    lines = [line for number, line in enumerate(code.splitlines(), 1) if number not in numbers]
    return "\n".join(lines).strip("\n").splitlines()


def _top_level(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node outside of the functions and classes of the code."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda | ast.ClassDef):
            yield node
            yield from _top_level(node)


def _print_lines(tree: ast.Module, operation: Operation | None) -> Iterator[str]:
    last = tree.body[-1] if tree.body else None
    if any(isinstance(n, ast.Name) and n.id == "result" and isinstance(n.ctx, ast.Store) for n in ast.walk(tree)):
        called = ast.unparse(last.value) if isinstance(last, ast.Assign) else ""
        items = operation if operation is not None and operation.shape in {"pager", "stream"} else None
        yield f"print({'list' if items and called.startswith(f'client.{items.path}(') else 'repr'}(result))"


def _twin(name: str) -> Twin:
    return "sync" if name == "client" else "async"


def _import_order(line: str) -> tuple[bool, str]:
    return line != "from __future__ import annotations", line.removeprefix("from ").removeprefix("import ")


def _server_lines(script: tuple[Response, ...], also: str) -> list[str]:
    printed = f", {also}" if also else ""
    rows = [
        f'    {{"status_code": {response.status or 200}, "headers": {dict(response.headers)!r}, '
        f'"content": {response.content!r}}},'
        for response in script
    ]
    return [
        *(["responses = [", *rows, "]", "", ""] if rows else [""]),
        "def respond(request):",
        f'    print(request.method, request.url{printed}, request.read().decode("utf-8", "replace"))',
        *_respond_lines(script),
        "",
        "",
    ]


def _respond_lines(script: tuple[Response, ...]) -> list[str]:
    if not script:
        return ['    raise AssertionError("no request is expected")']
    match script[0].fault:
        case "refused":
            return ['    raise httpx.ConnectError("connection refused", request=request)']
        case "cut":
            return ['    raise httpx.RemoteProtocolError("peer closed connection", request=request)']
    return ["    return httpx.Response(**responses.pop(0) if len(responses) > 1 else responses[0])"]


def _client_lines(target: Target, name: str) -> list[str]:
    kind = "Client" if name == "client" else "AsyncClient"
    return [
        f"{name} = {target.client_class(_twin(name))}(",
        *(f"    {argument}={value!r}," for argument, value in target.client_arguments.items()),
        f"    {target.base_url_argument}={SERVER!r},",
        f"    {target.transport_of(_twin(name))}=httpx.{kind}(transport=httpx.MockTransport(respond)),",
        ")",
        "",
    ]
