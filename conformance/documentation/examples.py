"""The examples of a docstring, run as a reader would run them. A script responds to every request: nothing is sent.

An example makes a client of its own, so its requests go to whatever server that client knows; only their verb, path and
content are compared. An example that needs files or other packages than the SDK is not run.
"""

from __future__ import annotations

import ast
import contextlib
import io
import sys
import traceback
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import httpx
import respx

from conformance.call_limit import STOPPED, time_limit
from conformance.exchange.offline_wire import ScriptedResponses
from conformance.targets.client import Sdk, to_httpx, to_request
from conformance.targets.http_library import routed, tls_contexts_made_once
from conformance.text import strip_volatile
from conformance.wire import Request, Response, Wire, json_response

EXAMPLE_SECONDS: Final = 30.0  # of one example: it takes a few milliseconds
# for a client whose credentials are exchanged for a token first (RFC 6749, section 5.1)
_TOKEN: Final = json_response(200, {"access_token": "example-token", "token_type": "Bearer", "expires_in": 3600})
_FILE: Final = "<example>"
_NEEDS_FILES: Final = frozenset({"open", "input"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRun:
    """One example and what came of it.

    `invalid` says why it is no Python, `raised` what it raised by its own fault, both "" otherwise. `line` is the line
    of the example where that happened. `arguments` are the literal keyword arguments of its call of the operation, None
    where it does not call it. `not_run` says why it was not tried.
    """

    code: str
    invalid: str = ""
    raised: str = ""
    line: str = ""
    not_run: str = ""
    requests: tuple[Request, ...] = ()
    arguments: Mapping[str, Any] | None = None


def run_example(sdk: Sdk, operation: str, code: str, responses: tuple[Response, ...]) -> ExampleRun:
    """Compile and run one example of an operation; every request of it gets the next of the responses."""
    try:
        tree = ast.parse(code, _FILE)
        program = compile(tree, _FILE, "exec")
    except (SyntaxError, ValueError) as error:
        number = getattr(error, "lineno", None) or 1
        return ExampleRun(code=code, invalid=getattr(error, "msg", str(error)), line=_line(code, number))
    arguments = _literal_arguments(tree, operation)
    reason = _not_run(tree, sdk.target.package)
    if reason:
        return ExampleRun(code=code, not_run=reason, arguments=arguments)
    script, requests = ScriptedResponses(), list[Request]()
    script.load(responses)

    def respond(request: Request) -> Response:
        requests.append(request)
        return script(request)

    raised = line = ""
    with scripted_wire(sdk, respond):
        try:
            with time_limit(EXAMPLE_SECONDS):
                exec(program, {"__name__": "__main__"})  # noqa: S102  # that is what a reader does
        except STOPPED:
            raised = "it does not end"
        except (Exception, SystemExit) as error:  # noqa: BLE001  # the checks judge what the example raises
            if not isinstance(error, (*sdk.error_classes, httpx.HTTPError)) and is_its_own(
                error, requests, _FILE, sdk.target.package
            ):
                raised, line = (
                    strip_volatile(f"{type(error).__name__}: {' '.join(str(error).split())}"),
                    _failing_line(code, error),
                )
    return ExampleRun(code=code, raised=raised, line=line, requests=tuple(requests), arguments=arguments)


@contextlib.contextmanager
def scripted_wire(sdk: Sdk, respond: Wire) -> Iterator[None]:
    """While open, `respond` has the response to every request. Nothing is printed, and time is virtual."""

    def route(request: httpx.Request) -> httpx.Response:
        is_token = request.method == "POST" and request.url.path.rstrip("/").endswith("token")
        response = respond(to_request(request))
        return to_httpx(_TOKEN if is_token else response, request)

    router = respx.MockRouter(assert_all_called=False, assert_all_mocked=True, using="httpx")
    router.route().mock(side_effect=route)
    with contextlib.ExitStack() as stack:
        for context in (
            sdk.clock.patched_sleep(), warnings.catch_warnings(), router, routed(sdk.http_library, route),
            tls_contexts_made_once(),
            contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()),
        ):  # fmt: skip
            stack.enter_context(context)
        warnings.simplefilter("ignore")
        sdk.clock.reset()
        yield


def is_its_own(error: BaseException, requests: Sequence[Request], file: str, package: str) -> bool:
    """The code in `file` is wrong, not the SDK's reading of a response: nothing was sent, or its own line fails.

    A line of its own fails where no code of the package is between it and the exception.
    """
    if not requests:
        return True
    for frame, _ in reversed(list(traceback.walk_tb(error.__traceback__))):
        if frame.f_code.co_filename == file:
            return True
        if str(frame.f_globals.get("__name__")).split(".")[0] == package:
            return False
    return False


def _failing_line(code: str, error: BaseException) -> str:
    numbers = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == _FILE]
    return _line(code, numbers[-1] or 1) if numbers else ""


def _line(code: str, number: int) -> str:
    lines = code.splitlines()
    return lines[number - 1].strip() if 0 < number <= len(lines) else ""


def _not_run(tree: ast.Module, package: str) -> str:
    """Why an example cannot be tried here, "" if it can."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            foreign = [name for name in names if name.split(".")[0] not in {package, *sys.stdlib_module_names}]
            if foreign:
                return f"it imports {foreign[0]}"
    return needs_files(tree)


def needs_files(tree: ast.AST) -> str:
    """The call of `open` or `input` for which code cannot be tried here, "" where it has none."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _NEEDS_FILES:
            return f"it calls {node.func.id}()"
    return ""


def _literal_arguments(tree: ast.Module, operation: str) -> dict[str, Any] | None:
    """The literal keyword arguments of the first call of `<client>.<operation>(...)`."""
    for call in _calls(tree):
        if not ast.unparse(call.func).endswith(f".{operation}"):
            continue
        found = {}
        for keyword in call.keywords:
            with contextlib.suppress(ValueError):
                if keyword.arg:
                    found[keyword.arg] = ast.literal_eval(keyword.value)
        return found
    return None


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))
