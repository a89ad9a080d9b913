"""The snippets of a page, run in the order in which a reader meets them, with the names of those before.

A statement that cannot be tried leaves the names that it would define unknown: what needs them is not run either. Its
names and arguments are compared with the release as far as they can be resolved.
"""

from __future__ import annotations

import ast
import inspect
import json
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Final
from unittest import mock

from conformance.call_limit import STOPPED, time_limit
from conformance.contract.model import Operation, Twin
from conformance.contract.url_shape import matches_template, with_settings
from conformance.documentation.examples import EXAMPLE_SECONDS, is_its_own, needs_files, scripted_wire
from conformance.documentation.pages import Snippet
from conformance.documentation.snippet_names import Mistake, ResolvedCall, StatementNames
from conformance.targets.client import BASE_URL, Sdk, loading_error_text
from conformance.text import strip_volatile
from conformance.wire import Request, Response, json_response

_FILE: Final = "<snippet>"
_LEFT_OUT: Final = re.compile(r",\s*\.\.\.(?=\s*[,)\]}])")  # `f(a=1, ...)`, which is no Python
_TO_FILL_IN: Final = re.compile(r"<[A-Za-z][\w -]*>")
_ADDRESS_TO_FILL_IN: Final = re.compile(r"[A-Z][A-Z0-9_]*|<[^<>]*>|\{[^{}]*\}")
_PARTLY_RUN: Final = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.If, ast.Try)
_ANY_RESPONSE: Final = json_response(200, {})  # to a request of which no operation is known
Respond = Callable[[Operation], Sequence[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetCall:
    """A call of an operation, with the literals among its arguments and the requests of its statement."""

    line: int
    operation: Operation
    arguments: Mapping[str, Any]
    requests: tuple[Request, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SnippetRun:
    """A snippet and its outcome. `not_run` says of the first line that was not tried why that is."""

    snippet: Snippet
    mistakes: tuple[Mistake, ...] = ()
    calls: tuple[SnippetCall, ...] = ()
    not_run: str = ""

    def code_line(self, number: int) -> str:
        """A line of the code."""
        lines = self.snippet.code.splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""

    def location(self, number: int) -> str:
        """The file and line of a line of the code."""
        return f"{self.snippet.page}:{self.snippet.line + number - 1}"


class PageRunner:
    """Runs the snippets of one page after the other. `respond` gives the responses to an operation's requests.

    `functions` are the methods of operations, `operation_of` has what one sends, `approved` are those of the contract.
    `confine` keeps what runs from files, processes and the network.
    """

    def __init__(
        self,
        sdk: Sdk,
        functions: Mapping[Callable[..., Any], tuple[Twin, str]],
        operation_of: Callable[[Twin, str], Operation | None],
        approved: Iterable[Operation],
        respond: Respond,
        confine: Callable[[], AbstractContextManager[object]],
    ) -> None:
        self.sdk, self.functions, self.operation_of = sdk, functions, operation_of
        self.respond, self.confine, self.approved = respond, confine, tuple(approved)
        self.used: dict[tuple[Twin, str], Operation] = {}  # that the snippets so far call
        self.requests: list[Request] = []
        server, key = sdk.target.server, sdk.target.client_arguments.get(sdk.target.key_argument, "")
        self.environment = {server.token_variable: key} if server else {}

    def run(self, page: Sequence[Snippet]) -> Iterator[SnippetRun]:
        """Run the snippets of a page."""
        names: dict[str, Any] = {"__name__": "__main__"}
        lost: dict[str, str] = {}
        assert self.sdk.loop is not None  # noqa: S101  # made now: a new loop may open a connection
        with mock.patch.dict(os.environ, self.environment), self.confine():
            for snippet in page:
                yield self._run_snippet(snippet, names, lost)

    def _run_snippet(self, snippet: Snippet, names: dict[str, Any], lost: dict[str, str]) -> SnippetRun:
        code, left_out = snippet.code, ""
        try:
            tree = _parsed(code)
        except (SyntaxError, ValueError) as error:
            number = getattr(error, "lineno", None) or 1
            mistake = Mistake(number, f"is no Python: {getattr(error, 'msg', error)}")
            if _TO_FILL_IN.search((code.splitlines() or [""])[min(number, code.count("\n") or 1) - 1]):
                return SnippetRun(snippet=snippet, not_run="it has a placeholder to be filled in")
            try:
                tree, left_out = _parsed(_LEFT_OUT.sub("", code)), "`...` stands for what is left out"
            except (SyntaxError, ValueError):
                return SnippetRun(snippet=snippet, mistakes=(mistake,))
        mistakes: list[Mistake] = []
        calls: list[SnippetCall] = []
        reasons: list[str] = []
        for statement in tree.body:
            reason = self._run_statement(statement, names, lost, left_out, mistakes, calls)
            if reason:
                reasons.append(f"line {snippet.line + statement.lineno - 1}: {reason}")
        return SnippetRun(
            snippet=snippet, mistakes=tuple(mistakes), calls=tuple(calls), not_run=next(iter(reasons), "")
        )

    def _run_statement(
        self,
        statement: ast.stmt,
        names: dict[str, Any],
        lost: dict[str, str],
        left_out: str,
        mistakes: list[Mistake],
        calls: list[SnippetCall],
    ) -> str:
        """Try one statement; why it was not run, "" if it was."""
        resolved = StatementNames(self.sdk, statement, names)
        found = [*self._not_imported(resolved, lost), *resolved.mistakes()]
        mistakes += found
        is_definition = isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        reason = left_out or self._obstacle(statement, resolved, lost, is_definition=is_definition)
        if not found and not reason:
            self.requests = []
            calls_here = list(self._operation_calls(resolved))  # learned before the wire is that of the snippet
            try:
                self._execute(statement, names)
            except STOPPED:
                mistakes.append(Mistake(statement.lineno, "does not end"))
            except NameError as error:  # of a function that is called before what it needs is defined
                reason = f"no snippet before it defines `{error.name}`"
            except (Exception, SystemExit) as error:  # noqa: BLE001  # a check judges what the snippet raises
                if is_its_own(error, self.requests, _FILE, self.sdk.target.package):
                    text = f"raises {strip_volatile(loading_error_text(error))}"
                    mistakes.append(Mistake(_failing_line(error) or statement.lineno, text))
                    found = mistakes[-1:]
                else:
                    reason = f"the response that was made up for it raises {type(error).__name__}"
            else:
                calls += [
                    SnippetCall(
                        line=call.node.lineno,
                        operation=operation,
                        arguments=call.literals,
                        requests=tuple(self.requests),
                    )
                    for call, operation in calls_here
                    if not isinstance(statement, _PARTLY_RUN)
                ]
        if found or reason:
            for name in resolved.bound - names.keys():  # a reader still has the client of an earlier snippet
                lost.setdefault(name, f"line {statement.lineno} of a snippet, which was not run, defines `{name}`")
        return reason or ("it has a mistake" if found else "")

    def _not_imported(self, resolved: StatementNames, lost: Mapping[str, str]) -> Iterator[Mistake]:
        """The names of the SDK that a snippet uses, and that neither it nor an earlier one imports."""
        exported = {*getattr(self.sdk.package, "__all__", ())}
        for name, line in resolved.unknown:
            misspelt = get_close_matches(name, lost, n=1)  # in an import, which is a mistake by itself
            if name in exported and name[:1].isupper() and not misspelt:
                yield Mistake(line, f"`{name}` is not imported")

    def _obstacle(
        self, statement: ast.stmt, resolved: StatementNames, lost: Mapping[str, str], *, is_definition: bool
    ) -> str:
        """Why a statement cannot be tried here, "" if it can."""
        for name, _ in [] if is_definition else resolved.unknown:
            return lost.get(name, f"no snippet before it defines `{name}`")
        foreign = self._foreign_import(statement)
        if foreign:
            return f"it imports {foreign}"
        if resolved.placeholder:
            return "`...` stands for what is left out"
        return needs_files(statement)

    def _foreign_import(self, statement: ast.stmt) -> str:
        known = {self.sdk.target.package, self.sdk.http_library.__name__, *sys.stdlib_module_names}
        for node in ast.walk(statement):
            if isinstance(node, ast.Import | ast.ImportFrom):
                found = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                for name in found:
                    if name.split(".")[0] not in known:
                        return name
        return ""

    def _execute(self, statement: ast.stmt, names: dict[str, Any]) -> None:
        self._fill_in_server(statement)
        module = ast.Module([statement], [])
        program = compile(module, _FILE, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        counts: dict[str, int] = {}

        def respond(request: Request) -> Response:
            self.requests.append(request)
            operation = self._sender_of(request)
            if operation is None:
                return _ANY_RESPONSE
            responses = self.respond(operation)
            number = counts[operation.path] = counts.get(operation.path, -1) + 1
            return _with_sent_values(responses[min(number, len(responses) - 1)], request)

        with scripted_wire(self.sdk, respond), time_limit(EXAMPLE_SECONDS):
            running = eval(program, names)  # noqa: S307  # that is what a reader does
            if program.co_flags & inspect.CO_COROUTINE:
                self.sdk.run(running)

    def _fill_in_server(self, statement: ast.stmt) -> None:
        """Give a client a server where a reader has to fill in its address."""
        for node in ast.walk(statement):
            if isinstance(node, ast.keyword) and node.arg == self.sdk.target.base_url_argument:
                given = node.value.value if isinstance(node.value, ast.Constant) else None
                if isinstance(given, str) and _ADDRESS_TO_FILL_IN.fullmatch(given):
                    node.value = ast.copy_location(ast.Constant(BASE_URL), node.value)

    def _sender_of(self, request: Request) -> Operation | None:
        """The operation that sends a request: the one with the least variable path."""
        fitting = [
            operation
            for operation in (*self.used.values(), *self.approved)
            if operation.method == request.method and matches_template(self._url(operation), request.path)
        ]
        return max(fitting, key=lambda operation: len(re.sub(r"\{[^{}]*\}", "", operation.url)), default=None)

    def _url(self, operation: Operation) -> str:
        return with_settings(operation.url, self.sdk.target.client_arguments)

    def _operation_calls(self, resolved: StatementNames) -> Iterator[tuple[ResolvedCall, Operation]]:
        """The calls of operations in a statement, the first of each."""
        made: set[tuple[Twin, str]] = set()
        for call in resolved.calls():
            key = self.functions.get(getattr(call.called, "__func__", call.called))
            if key is None or key in made:
                continue
            made.add(key)
            operation = self.used.get(key) or self.operation_of(*key)
            if operation is not None:
                self.used[key] = operation
                yield call, operation


def _with_sent_values(response: Response, request: Request) -> Response:
    """The response of a server that has stored what the request has: fields of the same name and type."""
    try:
        sent, body = json.loads(request.content), json.loads(response.content)
    except ValueError:
        return response
    if not isinstance(sent, dict) or not isinstance(body, dict):
        return response
    stored = {name: value for name, value in sent.items() if type(body.get(name)) is type(value)}
    return json_response(response.status, {**body, **stored}) if stored else response


def _parsed(code: str) -> ast.Module:
    """The code as statements. Raises SyntaxError, also for what only the compiler refuses."""
    tree = ast.parse(code, _FILE)
    compile(tree, _FILE, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    return tree


def _failing_line(error: BaseException) -> int:
    """The line of a snippet at which an exception comes out of it; 0 where it does not."""
    line, trace = 0, error.__traceback__
    while trace is not None:
        line = trace.tb_lineno if trace.tb_frame.f_code.co_filename == _FILE else line
        trace = trace.tb_next
    return line
