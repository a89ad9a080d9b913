"""Runs a user's application on one release, and prints the doing of its lines. Runs under the SDK's interpreter.

    python run_app.py FOLDER MODULE:CLASS MODE

`CLASS().steps()` are the steps by name. In the mode `refuse` the server refuses every request with 503; in the mode
`normal` it responds. Nothing of the application is changed: requests are recorded where httpx sends them.

A name that an import does not find is replaced by an empty class, so that what comes after it is run, too.

Printed is one JSON object: `steps` (name -> result, or the exception and the line that raised it), `requests` (line
-> the requests that it sent, in order) and `executed` (the lines that were executed).
"""

from __future__ import annotations

import asyncio
import importlib
import json
import linecache
import re
import sys
import threading
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any, Final

import httpx

PASSED_ON: Final = "(*args, **kwargs)"  # a line that calls whatever it is given: that of its caller counts
MISSING: Final = re.compile(r"cannot import name '(?P<name>\w+)' from '(?P<module>[\w.]+)'")
MAX_MISSING: Final = 50


class Recorder:
    """The requests of the lines of the application below a folder."""

    def __init__(self, folder: Path, mode: str) -> None:
        self.folder, self.mode = folder, mode
        self.requests: dict[str, list[list[Any]]] = {}
        self.executed: set[str] = set()
        self.names: dict[str, str] = {}

    def trace(self, frame: FrameType, event: str, _: object) -> Callable[..., Any] | None:
        """Remember the executed lines of the application; other code is not traced."""
        path = frame.f_code.co_filename
        if path not in self.names:
            file = Path(path)
            inside = file.is_relative_to(self.folder)
            self.names[path] = file.relative_to(self.folder).as_posix() if inside else ""
        if not self.names[path]:
            return None
        if event == "line":
            self.executed.add(f"{self.names[path]}:{frame.f_lineno}")
        return self.trace

    def line(self) -> str:
        """The innermost line of the application that is being executed."""
        frame = sys._getframe()
        while frame is not None:
            file = Path(frame.f_code.co_filename)
            if file.is_relative_to(self.folder) and PASSED_ON not in linecache.getline(str(file), frame.f_lineno):
                return f"{file.relative_to(self.folder).as_posix()}:{frame.f_lineno}"
            frame = frame.f_back  # type: ignore[assignment]
        return ""

    def see(self, request: httpx.Request) -> httpx.Response | None:
        """Remember a request. Returns the refusal of a server that is down."""
        body = request.read() if not isinstance(request.stream, httpx.AsyncByteStream) else request.content
        timeout = request.extensions.get("timeout", {}).get("read")
        sent = [request.method, request.url.path, sorted(request.url.params.multi_items()), read_body(body), timeout]
        self.requests.setdefault(self.line(), []).append(sent)
        return httpx.Response(503, json={"detail": "down"}, request=request) if self.mode == "refuse" else None


def read_body(body: bytes) -> Any:
    """A body that can be compared: JSON where it is, else its length."""
    try:
        return json.loads(body) if body else None
    except ValueError:
        return len(body)


def record(recorder: Recorder) -> None:
    """Let every HTTP transport of the process report its requests."""
    send, send_async = httpx.HTTPTransport.handle_request, httpx.AsyncHTTPTransport.handle_async_request

    def handle_request(self: httpx.HTTPTransport, request: httpx.Request) -> httpx.Response:
        return recorder.see(request) or send(self, request)

    async def handle_async_request(self: httpx.AsyncHTTPTransport, request: httpx.Request) -> httpx.Response:
        return recorder.see(request) or await send_async(self, request)

    httpx.HTTPTransport.handle_request = handle_request  # type: ignore[method-assign]
    httpx.AsyncHTTPTransport.handle_async_request = handle_async_request  # type: ignore[method-assign]


def run_step(step: Callable[[], Any], folder: Path) -> dict[str, Any]:
    """The result of one step, or its exception and the application's line that raised it."""
    with ThreadPoolExecutor(1) as executor:
        future = executor.submit(lambda: json.loads(json.dumps(step(), default=lambda value: type(value).__name__)))
        error = future.exception()
    if error is None:
        return {"result": future.result()}
    lines = [
        f"{Path(frame.filename).relative_to(folder).as_posix()}:{frame.lineno}"
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).is_relative_to(folder) and PASSED_ON not in (frame.line or "")
    ]
    return {"raised": type(error).__name__, "text": str(error)[:300], "line": lines[-1] if lines else ""}


def main(folder: Path, entry: str, mode: str) -> None:
    """Run all steps and print what happened."""
    recorder = Recorder(folder, mode)
    record(recorder)
    threading.settrace(recorder.trace)
    if mode == "refuse":
        time.sleep = lambda _: None

        async def no_sleep(_: float, result: object = None) -> object:
            return result

        asyncio.sleep = no_sleep  # type: ignore[assignment]
    sys.path.insert(0, str(folder))
    results: dict[str, dict[str, Any]] = {}
    start_up = run_step(lambda: load_steps(entry), folder)
    while (name := MISSING.search(start_up.get("text", ""))) and len(results) < MAX_MISSING:
        results[f"import {name['name']}"] = start_up
        setattr(sys.modules[name["module"]], name["name"], type(name["name"], (), {}))
        start_up = run_step(lambda: load_steps(entry), folder)
    if "raised" in start_up:
        results["start"] = start_up
    else:
        results |= {step: run_step(function, folder) for step, function in load_steps(entry).items()}
    found = {"steps": results, "requests": recorder.requests, "executed": sorted(recorder.executed)}
    sys.stdout.write(f"{json.dumps(found)}\n")


def load_steps(entry: str) -> dict[str, Callable[[], Any]]:
    """Import the application and start it."""
    module, _, name = entry.partition(":")
    steps: dict[str, Callable[[], Any]] = getattr(importlib.import_module(module), name)().steps()
    return steps


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), sys.argv[2], sys.argv[3])
