"""The effects of code on its process: the state before and after is compared, and audit events are noted.

The code is the import of a package, or what a client of it does beside sending requests.
"""

from __future__ import annotations

import asyncio
import atexit
import locale
import logging
import os
import random
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from typing import Any, Final
from unittest.mock import patch

from conformance.text import strip_addresses

# Audit events of Python that neither has a reason to cause, with the words for them.
_EVENTS: Final[Mapping[str, str]] = {
    "socket.connect": "opens a connection",
    "socket.getaddrinfo": "opens a connection",
    "subprocess.Popen": "starts a program",
    "os.system": "starts a program",
    "os.exec": "starts a program",
    "os.posix_spawn": "starts a program",
    "os.fork": "starts a program",
    "os.mkdir": "writes files",
    "os.remove": "writes files",
    "os.rename": "writes files",
    "shutil.rmtree": "writes files",
}
DETAIL_WIDTH: Final = 120  # characters
_WRITING: Final = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_TRUNC


@dataclass(slots=True)
class _Watch:
    """The audit events while it is active. A hook cannot be removed, so there is one for the whole process."""

    active: bool = False
    installed: bool = False
    found: list[tuple[str, str]] = field(default_factory=list)

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        """The audit hook."""
        if not self.active:
            return
        if event == "open":
            path, _, flags = arguments
            opened = not isinstance(path, int)  # a number is a file that was opened before, with an event of its own
            if opened and isinstance(flags, int) and flags & _WRITING and "__pycache__" not in str(path):
                self.found.append(("writes files", os.path.basename(str(path))))  # noqa: PTH119  # any kind of path
        elif event in _EVENTS and "__pycache__" not in str(arguments[:1]):
            self.found.append((_EVENTS[event], event))


_WATCH: Final = _Watch()


@contextmanager
def watched_process(package: str) -> Iterator[dict[str, tuple[str, ...]]]:
    """Gives a mapping that has, at the end, the effects of what ran meanwhile, each with its details.

    What another package does to itself, such as a handler for its own logger, is not the effect of `package`.
    """
    if not _WATCH.installed:
        sys.addaudithook(_WATCH.hear)
        _WATCH.installed = True
    effects: dict[str, tuple[str, ...]] = {}
    modules, before, written, patched = set(sys.modules), _state(package), StringIO(), _attributes()
    _WATCH.found, _WATCH.active = [], True
    try:
        with warnings.catch_warnings(record=True) as warned, redirect_stdout(written), redirect_stderr(written):
            warnings.simplefilter("always")
            with _calls_noted(package) as calls:
                yield effects
    finally:
        _WATCH.active = False
    own = f"{package}{os.sep}"
    found: list[tuple[str, str]] = [
        *((kind, detail) for kind, after in _state(package).items() for detail in sorted(after - before[kind])),
        *_WATCH.found,
        *(("replaces parts of other modules", name) for name in _replaced(patched)),
        *(("prints", repr(text)) for text in written.getvalue().splitlines()[:1]),
        *(("warns", f"{w.category.__name__}: {w.message}") for w in warned if own in w.filename),
        *calls,
    ]
    others = {name.partition(".")[0] for name in set(sys.modules) - modules} - {package}
    for kind, detail in found:
        if detail.partition(":")[0].partition(".")[0] not in others:
            effects[kind] = tuple(dict.fromkeys((*effects.get(kind, ()), detail[:DETAIL_WIDTH])))


_FIRST_ENVIRONMENT: Final = dict(os.environ)


@contextmanager
def first_settings() -> Iterator[None]:
    """While open, the process has the settings of its beginning: what earlier code has set can be set again.

    These are the environment variables, the time limit of sockets, and the levels and handlers of loggers.
    """
    root = logging.getLogger()
    loggers = [root, *(one for one in root.manager.loggerDict.values() if isinstance(one, logging.Logger))]
    levels, handlers = [logger.level for logger in loggers], [list(logger.handlers) for logger in loggers]
    variables, limit = dict(os.environ), socket.getdefaulttimeout()
    _set_environment(_FIRST_ENVIRONMENT)
    socket.setdefaulttimeout(None)
    for logger in loggers:
        logger.handlers.clear()
        logger.setLevel(logging.WARNING if logger is root else logging.NOTSET)
    try:
        yield
    finally:
        _set_environment(variables)
        socket.setdefaulttimeout(limit)
        for logger, level, kept in zip(loggers, levels, handlers, strict=True):
            logger.handlers[:] = kept
            logger.setLevel(level)


def _set_environment(variables: Mapping[str, str]) -> None:
    for name in os.environ.keys() - variables.keys():
        del os.environ[name]
    os.environ.update(variables)


# Functions that change the whole process, with the words for a call of them.
_CHANGING: Final[tuple[tuple[Any, str, str], ...]] = (
    (warnings, "simplefilter", "changes the filters of warnings"),
    (warnings, "filterwarnings", "changes the filters of warnings"),
    (atexit, "register", "registers functions for the exit of the process"),
    (random, "seed", "seeds the random numbers"),
    (locale, "setlocale", "sets the locale"),
    (asyncio, "set_event_loop_policy", "sets the policy of event loops"),
)


@contextmanager
def _calls_noted(package: str) -> Iterator[list[tuple[str, str]]]:
    """The calls with which modules of the package change the process, each with the words for it."""
    noted: list[tuple[str, str]] = []

    def noting(change: Any, words: str) -> Any:
        def changed(*given: Any, **named: Any) -> Any:
            module = str(sys._getframe(1).f_globals.get("__name__", ""))  # noqa: SLF001  # as `warnings` does itself
            if module.partition(".")[0] == package:
                noted.append((words, strip_addresses(f"{change.__name__}{given!r} in {module}")))
            return change(*given, **named)

        return changed

    with ExitStack() as stack:
        for module, name, words in _CHANGING:
            stack.enter_context(patch.object(module, name, noting(getattr(module, name), words)))
        yield noted


_POOLS: Final = ("asyncio_", "AnyIO")  # the threads of an event loop, which it ends itself
_SHARED: Final = (  # modules and classes that every library of a process uses
    "builtins", "datetime", "http.client", "http.client.HTTPConnection", "httpx", "httpx.AsyncClient",
    "httpx.AsyncHTTPTransport", "httpx.Client", "httpx.HTTPTransport", "httpx.Response", "json", "json.JSONDecoder",
    "json.JSONEncoder", "logging.Logger", "os", "random", "socket", "socket.socket", "ssl", "ssl.SSLContext",
    "threading.Thread", "time", "urllib.request",
)  # fmt: skip


def _attributes() -> dict[str, Any]:
    """The functions, classes and methods that other libraries use, by their full name, as far as they are imported."""
    found: dict[str, Any] = {}
    for name in _SHARED:
        module, _, attribute = name.rpartition(".")
        owner = sys.modules.get(name) or getattr(sys.modules.get(module), attribute, None)
        members = {} if owner is None else vars(owner)
        found |= {
            f"{name}.{key}": value for key, value in members.items() if callable(value) or hasattr(value, "__get__")
        }
    return found


def _replaced(before: Mapping[str, Any]) -> Iterator[str]:
    """The names of `before` that stand for something else now, such as `json.JSONEncoder.default`."""
    after = _attributes()
    yield from (name for name, value in before.items() if after.get(name) is not value)


def _state(package: str) -> dict[str, set[str]]:
    """The parts of a process that others use, too, as texts, by the words for a change."""
    root = logging.getLogger()
    loggers = [logger for logger in root.manager.loggerDict.values() if isinstance(logger, logging.Logger)]
    return {
        "starts a thread": {name for thread in threading.enumerate() if not (name := thread.name).startswith(_POOLS)},
        "adds handlers to loggers": {
            f"{logger.name}: {type(handler).__name__}"
            for logger in (root, *loggers)
            for handler in logger.handlers
            if not isinstance(handler, logging.NullHandler)
        },
        "sets the level of the root logger": {logging.getLevelName(root.level)},
        "sets the level of another library's logger": {
            f"{logger.name}: {logging.getLevelName(logger.level)}"
            for logger in loggers
            if logger.level and (owner := logger.name.partition(".")[0]) in sys.modules and owner != package
        },
        "sets environment variables": {f"{name} = {value}" for name, value in os.environ.items()},
        "sets the time limit of sockets": {str(socket.getdefaulttimeout())},
        "handles signals": {f"{number.name}: {signal.getsignal(number)!r}" for number in signal.Signals},
        "changes the search path of imports": set(sys.path),
        "changes the folder": {os.getcwd()},  # noqa: PTH109
        "replaces the hook for exceptions": {repr(sys.excepthook)},
    }
