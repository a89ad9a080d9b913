"""The code that each operation has for itself, and whether a statement of it occurs in other operations, too."""

from __future__ import annotations

import inspect
import linecache
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import CodeType
from typing import Any, Final

from conformance.contract.methods import Method
from conformance.contract.model import TWINS, Twin
from conformance.occurrence import SourcePlace
from conformance.targets.client import Sdk

_ASYNC: Final = re.compile(r"\bAsync(?=[A-Z])|\b(?:await|async) ")
_HANDLERS: Final = ("except", "finally", "else")
Statement = tuple[str, ...]  # a line, and the lines that it is nested in, the innermost first


class OwnCode:
    """The functions of every operation: those of the public client, and those of the same name that they call."""

    def __init__(self, sdk: Sdk, methods: Mapping[Twin, Mapping[str, Method]]) -> None:
        self.sdk, self.methods = sdk, methods
        self._root = Path(sdk.package.__file__ or "").resolve().parent.parent
        self._functions: dict[tuple[Twin, str], tuple[CodeType, ...]] = {}
        self._owners: dict[int, set[str]] = {}
        self._elsewhere: dict[tuple[Statement, str], bool] = {}

    def source_of(self, code: CodeType, line: int | None = None) -> SourcePlace:
        """A line of a function; without one that of its definition."""
        return self.source_in(code.co_filename, line or code.co_firstlineno, code.co_name)

    def source_in(self, file: str, line: int, name: str) -> SourcePlace:
        """A line of a file of the package, in the function or class `name`."""
        path = Path(file).resolve()
        relative = path.relative_to(self._root) if path.is_relative_to(self._root) else Path(path.name)
        return SourcePlace(file=relative.as_posix(), line=line, function=name)

    def is_of_package(self, code: CodeType) -> bool:
        """Whether the SDK's package defines a function."""
        return Path(code.co_filename).resolve().is_relative_to(self._root / self.sdk.target.package)

    def module_function(self, code: CodeType) -> str:
        """`core.http_client.request`: a function as ids name it, without its line."""
        module = Path(self.source_of(code).file).with_suffix("").as_posix().replace("/", ".")
        return f"{module.removeprefix(f'{self.sdk.target.package}.').removesuffix('.__init__')}.{code.co_name}"

    def defined(self, path: str) -> SourcePlace | None:
        """The definition of an operation: its first function, of the first client that has it."""
        codes = next((found for twin in TWINS if (found := self.functions(twin, path))), ())
        return self.source_of(codes[0]) if codes else None

    def functions(self, twin: Twin, path: str) -> tuple[CodeType, ...]:
        """The functions of an operation, the public one first."""
        key = (twin, path)
        if key not in self._functions:
            method = self.methods[twin].get(path)
            found = () if method is None else tuple(dict.fromkeys(_codes(self.sdk, method)))
            self._functions[key] = found
        return self._functions[key]

    def owners(self, code: CodeType) -> frozenset[str]:
        """The operations whose own code a function is, or that it is nested in."""
        if not self._owners:
            for twin, path in self._everything():
                for own in self.functions(twin, path):
                    for inner in _nested(own):
                        self._owners.setdefault(id(inner), set()).add(path)
        return frozenset(self._owners.get(id(code), ()))

    def occurs_elsewhere(self, code: CodeType, line: int, path: str) -> bool:
        """Whether another operation has the same line, nested in the same statements."""
        statement = statement_at(code, line)
        key = (statement, path)
        if key not in self._elsewhere:
            self._elsewhere[key] = any(_has_statement(other, statement) for other in self.others(path))
        return self._elsewhere[key]

    def others(self, path: str) -> Iterator[CodeType]:
        """The functions of all operations but one."""
        for twin, other in self._everything():
            if other != path:
                yield from self.functions(twin, other)

    def _everything(self) -> Iterator[tuple[Twin, str]]:
        return ((twin, path) for twin in TWINS for path in self.methods[twin])


def text_at(code: CodeType, line: int) -> str:
    """A line of a function as ids show it: without indentation, comment and trailing comma."""
    return _text(linecache.getline(code.co_filename, line))


def statement_at(code: CodeType, line: int) -> Statement:
    """A line of a function, and the heads of the statements that it is nested in."""
    lines = linecache.getlines(code.co_filename)
    if not 0 < line <= len(lines):
        return ()
    depth, body = _depth(lines[line - 1]), _depth(lines[code.co_firstlineno - 1]) + 1
    found = [_text(lines[line - 1])]
    for number in range(line - 2, code.co_firstlineno - 2, -1):
        above = lines[number]
        if not above.strip() or _depth(above) >= depth:
            continue
        depth = _depth(above)
        if depth < body:
            break
        found.append(_text(above))
        found += _handlers(lines, number)
    return tuple(found)


def _handlers(lines: list[str], number: int) -> Iterator[str]:
    """The heads of the handlers of the `try` at a line, none for any other line."""
    depth = _depth(lines[number])
    if _text(lines[number]) != "try:":
        return
    for below in lines[number + 1 :]:
        if not below.strip() or _depth(below) > depth:
            continue
        if _depth(below) < depth or not below.strip().startswith(_HANDLERS):
            return
        yield _text(below)


def _has_statement(code: CodeType, statement: Statement) -> bool:
    lines = linecache.getlines(code.co_filename)
    last = max((line for _, _, line in code.co_lines() if line), default=code.co_firstlineno)
    return any(
        _text(lines[number - 1]) == statement[0] and statement_at(code, number) == statement
        for number in range(code.co_firstlineno, min(last, len(lines)) + 1)
    )


def _text(line: str) -> str:
    """A line without what differs between the two clients."""
    text = " ".join(line.partition("  # ")[0].split()).rstrip(",")
    return _ASYNC.sub("", text)


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


def _codes(sdk: Sdk, method: Method) -> Iterator[CodeType]:
    """The code of the functions of an operation: of its class, and of the objects that it delegates to."""
    owner, name = getattr(method.bound, "__self__", None), getattr(method.bound, "__name__", "")
    yield from (code for function in method.chain if (code := _code(function)) is not None)
    for value in vars(owner).values() if hasattr(owner, "__dict__") else ():
        if sdk.owns(type(value)):
            for cls in type(value).__mro__:
                code = _code(cls.__dict__.get(name))
                if code is not None and cls.__module__.split(".")[0] == sdk.target.package:
                    yield code


def _code(function: Callable[..., Any] | None) -> CodeType | None:
    return getattr(inspect.unwrap(function), "__code__", None) if inspect.isfunction(function) else None


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _nested(constant)
