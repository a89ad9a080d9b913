"""Runs snippets in the imported SDK, on the offline wire and in virtual time. Runs in a worker process.

Each snippet has new names, new clients, its own folder and a fixed random seed, and the environment variables, logging
and time limits of the beginning of the process; its output and warnings are recorded.
Imported modules stay imported: importing an SDK again would create second copies of its classes.
"""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import json
import os
import random
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from itertools import islice
from pathlib import Path
from typing import Any, Final

from conformance.call_limit import STOPPED
from conformance.exchange.offline_wire import OfflineTransport, ScriptedResponses
from conformance.scenarios.outcome import REQUESTS_CLIENT, Outcome, ScriptedSnippet
from conformance.scenarios.sandbox import sandbox
from conformance.targets.client import BASE_URL, Sdk
from conformance.targets.process_effects import first_settings
from conformance.text import strip_modules, strip_volatile
from conformance.wire import Request, Response, json_response

MAX_ITEMS: Final = 200  # of a result that yields its items lazily


class UnexpectedRequest(BaseException):
    """A request where none is expected. Not an Exception, so that no broad `except` of an SDK swallows it."""


class _OptionalResponses(ScriptedResponses):
    """Scripted responses that may be empty: then no request is expected."""

    def __call__(self, request: Request) -> Response:
        if not self.loaded:
            self.requests.append(request)
            raise UnexpectedRequest
        return super().__call__(request)


class SnippetRunner:
    """Runs snippets in one imported SDK, one after the other."""

    def __init__(self, sdk: Sdk) -> None:
        self.sdk = sdk
        self.script = _OptionalResponses()
        self.transport = OfflineTransport(self.script)
        self.home = str(Path(sdk.package.__file__ or ".").parent.parent)
        self.folder = ""
        self.server = sdk.serve(self.transport) if sdk.target.family.network_error else None
        self.loop = sdk.loop  # created now: on some systems a new loop opens a connection, which the sandbox refuses

    def run(self, attempt: ScriptedSnippet) -> Outcome:
        """Run a snippet, which may `await` at its top level."""
        self.script.load(attempt.responses)
        self.sdk.clock.reset()
        names: dict[str, Any] = {"__name__": "trial", "__builtins__": __builtins__}
        printed = io.StringIO()
        raised = stopped = result = ""
        with (
            first_settings(),
            sandbox(self.server.port if self.server else 0) as self.folder,
            _isolated(printed),
            self.sdk.clock.patched_sleep(),
            warnings.catch_warnings(record=True) as caught,
        ):
            warnings.simplefilter("always")
            try:
                with self.sdk.on_loopback():
                    self._execute(attempt, names)
                    result = self._stable_text(repr(self._consume(names["result"]))) if "result" in names else ""
            except STOPPED:
                requests, waits = len(self.script.requests), len(self.sdk.clock.waits)
                stopped = f"stopped after {waits if self.sdk.clock.is_exhausted else requests} " + (
                    "waits" if self.sdk.clock.is_exhausted else "requests"
                )
            except UnexpectedRequest:
                stopped = f"sent {_request_text(self.script.requests[-1])}; no request was expected"
            except BaseException as error:  # noqa: BLE001  # every exception of the code, SystemExit too, is its outcome
                raised = self._stable_text(self._exception_text(error))
        return Outcome(
            raised=raised, stopped=stopped, result=result, requests=tuple(map(_request_text, self.script.requests)),
            printed=self._stable_text(printed.getvalue()).strip(), warned=tuple(self._warning_texts(caught)),
        )  # fmt: skip

    def _execute(self, attempt: ScriptedSnippet, names: dict[str, Any]) -> None:
        compiled = compile(attempt.code, "<trial>", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
        address = {self.sdk.target.base_url_argument: self.server.url} if self.server else None
        for name in attempt.clients:
            names[name] = (
                self._requests_client(attempt)
                if name == REQUESTS_CLIENT
                else self.sdk.client("sync" if name == "client" else "async", self.transport, address)
            )
        running = eval(compiled, names)  # noqa: S307  # code that rules wrote
        if compiled.co_flags & inspect.CO_COROUTINE:
            self.sdk.run(running)

    def _requests_client(self, attempt: ScriptedSnippet) -> Any:
        """The client of the target over `requests`. What it sends while it is made gets an object with a version."""
        described = self.sdk.target.requests_client
        if described is None:
            raise NameError("target.toml has no table `requests_client`", name=REQUESTS_CLIENT)
        import requests  # noqa: PLC0415  # of the environment of an SDK that has such a client

        from conformance.generate.requests_wire import WireAdapter  # noqa: PLC0415  # likewise

        session = requests.Session()
        session.trust_env = False
        adapter = WireAdapter(self.script, guard=lambda _: True, url=BASE_URL, requests_left=sys.maxsize)
        for scheme in ("http://", "https://"):
            session.mount(scheme, adapter)
        module, _, name = described.name.rpartition(".")
        made = getattr(importlib.import_module(f"{self.sdk.target.package}.{module}".rstrip(".")), name)
        given = {described.base_url_argument: BASE_URL, described.session_argument: session, **described.arguments}
        self.script.load((json_response(200, {"version": "1.0"}),))
        client = made(**given)
        self.script.load(attempt.responses)
        return client

    def _consume(self, value: Any) -> Any:
        """The items of a generator or of one of the SDK's pagers; other values unchanged."""
        walk = getattr(
            type(value), "__iter__", None
        )  # the one of a model, which iterates over its fields, is pydantic's
        own = getattr(walk, "__module__", "").split(".")[0] == self.sdk.target.package
        return list(islice(value, MAX_ITEMS)) if own or isinstance(value, Iterator) else value

    def _exception_text(self, error: BaseException) -> str:
        name = strip_modules(self.sdk.relative(type(error)))
        return f"{name}: {error}" if str(error) else name

    def _warning_texts(self, caught: list[warnings.WarningMessage]) -> Iterator[str]:
        for warning in caught:
            yield self._stable_text(f"{warning.category.__name__}: {warning.message}")

    def _stable_text(self, text: str) -> str:
        for place in (self.folder, self.home, sys.prefix, sys.base_prefix):
            text = text.replace(f"{place}{os.sep}", "").replace(place, ".")
        return strip_volatile(text)


@contextmanager
def _isolated(printed: io.StringIO) -> Iterator[None]:
    """Undo what a snippet does to the process: standard streams, replaced modules, random state."""
    modules, stdin, chance = dict(sys.modules), sys.stdin, random.getstate()
    sys.stdin = io.StringIO()  # the worker reads its commands from the original
    random.seed(0)
    try:
        with redirect_stdout(printed), redirect_stderr(printed):
            yield
    finally:
        random.setstate(chance)
        sys.stdin = stdin
        sys.modules.update(modules)


def _request_text(request: Request) -> str:
    query = "&".join(f"{name}={value}" for name, value in sorted(request.query))
    line = f"{request.method} {request.path if request.url.startswith(BASE_URL) else request.url}"
    return f"{line}{'?' if query else ''}{query} {_body_text(request)}".strip()


def _body_text(request: Request) -> str:
    if request.content_type == "multipart/form-data":  # its boundary is random
        return " ".join(f"{part.name}={part.filename or ''}{part.content!r}" for part in request.parts)
    try:
        return json.dumps(request.json, sort_keys=True, ensure_ascii=False)
    except ValueError:
        return request.content.decode("utf-8", errors="backslashreplace")
