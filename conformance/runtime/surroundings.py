"""The surroundings of a call: the same time of day and random numbers, environment variables, a time zone.

And what a call leaves in them: log records and warnings.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import inspect
import itertools
import logging
import os
import random
import re
import sys
import time
import types
import warnings
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from conformance.runtime.situation import NOW

_LIBRARIES: Final = ("httpx", "httpcore", "asyncio")  # their records are not the SDK's


class Records(logging.Handler):
    """Collects what is logged, whatever its level, with the extra attributes of a record."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a record as one line."""
        if record.name.split(".")[0] not in _LIBRARIES:
            extra = {key: value for key, value in vars(record).items() if key not in _STANDARD_ATTRIBUTES}
            shown = f" {extra}" if extra else ""
            self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}{shown}")

    @contextlib.contextmanager
    def attached(self) -> Iterator[None]:
        """While open, every record comes here."""
        libraries = [logging.getLogger(name) for name in _LIBRARIES]
        root, levels = logging.getLogger(), [logging.getLogger().level, *(logger.level for logger in libraries)]
        root.addHandler(self)
        root.setLevel(logging.DEBUG)
        for logger in libraries:
            logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            root.removeHandler(self)
            for logger, level in zip([root, *libraries], levels, strict=True):
                logger.setLevel(level)


_STANDARD_ATTRIBUTES: Final = frozenset(
    (*vars(logging.makeLogRecord({})), "message", "asctime", "taskName")  # taskName from Python 3.12
)


class Warnings:
    """Collects the warnings of a call, each as category and text."""

    def __init__(self) -> None:
        self.lines: list[str] = []

    @contextlib.contextmanager
    def caught(self) -> Iterator[None]:
        """While open, every warning comes here."""
        with warnings.catch_warnings(record=True) as found:
            warnings.simplefilter("always")
            warnings.filterwarnings("ignore", category=ResourceWarning)  # of clients that the observer leaves open
            yield
        self.lines += [f"{warning.category.__name__}: {first_sentence(warning.message)}" for warning in found]


def first_sentence(text: object) -> str:
    """The first sentence of a message: what follows often names releases and addresses."""
    return str(text).partition("\n")[0].partition(". ")[0]


class SameTime:
    """The time of day of every call, NOW when it begins; it passes with the waits of the call.

    `time.time` is replaced, and the class `datetime` in those modules of the SDK that get the time from it,
    because nothing else controls that.
    """

    def __init__(self, package: str, waited: Callable[[], float]) -> None:
        self.package, self.waited, self.scanned = package, waited, 0
        self.places: list[tuple[dict[str, Any], str, Any]] = []  # namespaces with the name and its replacement
        self.known: set[str] = set()

    def now(self) -> float:
        """Seconds since 1970."""
        return NOW + self.waited()

    @contextlib.contextmanager
    def pinned(self) -> Iterator[None]:
        """While open, the time is the virtual one."""
        real = time.time
        self._scan()
        originals = [(namespace, name, namespace[name]) for namespace, name, _ in self.places]
        time.time = self.now
        for namespace, name, replacement in self.places:
            namespace[name] = replacement
        try:
            yield
        finally:
            time.time = real
            for namespace, name, original in originals:
                namespace[name] = original

    def _scan(self) -> None:
        """Find the new modules of the SDK that use the class or its module."""
        if len(sys.modules) == self.scanned:
            return
        self.scanned = len(sys.modules)
        clock, module = _fixed_datetime(self.now), types.ModuleType("datetime")
        vars(module).update({**vars(dt), "datetime": clock})
        replacements = {id(dt.datetime): clock, id(dt): module}
        for name, found in list(sys.modules.items()):
            if name in self.known or name.partition(".")[0] != self.package:
                continue
            self.known.add(name)
            namespace = vars(found)
            if not any(id(value) in replacements for value in namespace.values()) or not _asks_for_time(found):
                continue
            self.places += [
                (namespace, key, replacements[id(value)])
                for key, value in list(namespace.items())
                if id(value) in replacements
            ]


def _asks_for_time(module: types.ModuleType) -> bool:
    """Whether the source of a module has a call of `datetime.now` or one like it."""
    try:
        return bool(re.search(r"\b(utcnow|now|today)\(", inspect.getsource(module)))
    except (OSError, TypeError):
        return False


def _fixed_datetime(now: Callable[[], float]) -> type:
    """A class like `datetime` with another clock. Its instances are datetimes, and every datetime is its instance."""

    class Instance(type):
        def __instancecheck__(cls, value: Any) -> bool:
            return isinstance(value, dt.datetime)

        def __subclasscheck__(cls, other: type) -> bool:
            return issubclass(other, dt.datetime)

        def __eq__(cls, other: object) -> bool:
            return other is dt.datetime or other is cls

        def __hash__(cls) -> int:
            return hash(dt.datetime)

    class FixedDatetime(dt.datetime, metaclass=Instance):
        def __new__(cls, *given: Any, **named: Any) -> Any:
            make: Any = dt.datetime
            return make(*given, **named)

        @classmethod
        def now(cls, tz: dt.tzinfo | None = None) -> Any:
            return dt.datetime.fromtimestamp(now(), tz)

        @classmethod
        def utcnow(cls) -> Any:
            return dt.datetime.fromtimestamp(now(), dt.timezone.utc).replace(tzinfo=None)

    FixedDatetime.__name__ = FixedDatetime.__qualname__ = "datetime"
    return FixedDatetime


@contextlib.contextmanager
def same_random_numbers() -> Iterator[None]:
    """While open, random numbers are the same in every run, and the bytes of which identifiers are made."""
    state, real, numbers = random.getstate(), os.urandom, itertools.count()
    random.seed(0)
    os.urandom = lambda size: hashlib.shake_256(str(next(numbers)).encode()).digest(size)
    try:
        yield
    finally:
        random.setstate(state)
        os.urandom = real


@contextlib.contextmanager
def environment(variables: Mapping[str, str], zone: str = "") -> Iterator[None]:
    """While open, these environment variables are set, and the local time zone is `zone`, if one is given."""
    if zone:
        variables = {**variables, "TZ": zone}
    before = {name: os.environ.get(name) for name in variables}
    os.environ.update(variables)
    if zone:
        time.tzset()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        if zone:
            time.tzset()
