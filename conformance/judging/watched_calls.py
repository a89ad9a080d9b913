"""Calls that are made once more and watched: which functions return what, convert a value, or send."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from types import CodeType, FrameType
from typing import Any, Final

from conformance.call_tracer import profiled

_SINGLE: Final = (str, int, float)


@dataclass(frozen=True, slots=True)
class Return:
    """A function that returned: at which line, what, and whether it sent a request, itself or through others."""

    code: CodeType
    line: int
    value: object
    sent: bool


def returns(owns: Callable[[FrameType], bool], wire: CodeType, call: Callable[[], object]) -> list[Return]:
    """The functions that `owns` is true for and that return during a call, in order. `wire` sends requests."""
    found: list[Return] = []
    senders: set[int] = set()

    def local(frame: FrameType, event: str, value: object) -> Any:
        if event == "return":
            found.append(Return(frame.f_code, frame.f_lineno, value, id(frame) in senders))
        return local

    def enter(frame: FrameType, _: str, __: object) -> Any:
        outer: FrameType | None = frame if frame.f_code is wire else None
        while outer is not None:
            senders.add(id(outer))
            outer = outer.f_back
        return local if owns(frame) else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        call()
    finally:
        sys.settrace(before)
    return found


def conversions(
    owns: Callable[[FrameType], bool], given: object, call: Callable[[], object]
) -> list[tuple[CodeType, object]]:
    """The functions of `owns` that are called with a value, each with the other single value that it returns."""
    found: list[tuple[CodeType, object]] = []

    def note(frame: FrameType, event: str, value: object) -> None:
        if event != "return" or not isinstance(value, _SINGLE) or isinstance(value, bool) or not owns(frame):
            return
        names = frame.f_code.co_varnames[: frame.f_code.co_argcount]
        arguments = [frame.f_locals.get(name) for name in names]
        if any(type(argument) is type(given) and argument == given for argument in arguments) and value != given:
            found.append((frame.f_code, value))

    with profiled(note):
        call()
    return found


def path_writers(owns: Callable[[FrameType], bool], text: str, call: Callable[[], object]) -> list[CodeType]:
    """The functions of `owns` that return a text with a slash around a value, and were not called with one."""
    found: list[CodeType] = []
    given: dict[int, bool] = {}

    def is_path(value: object) -> bool:
        return isinstance(value, str) and text in value and "/" in value.replace(text, "", 1)

    def note(frame: FrameType, event: str, value: object) -> None:
        if not owns(frame):
            return
        if event == "call":  # a function may change its own argument
            names = frame.f_code.co_varnames[: frame.f_code.co_argcount + frame.f_code.co_kwonlyargcount]
            given[id(frame)] = any(is_path(frame.f_locals.get(name)) for name in names)
        elif event == "return" and is_path(value) and not given.get(id(frame)):
            found.append(frame.f_code)

    with profiled(note):
        call()
    return found


def senders(owns: Callable[[FrameType], bool], wire: CodeType, call: Callable[[], object]) -> list[CodeType]:
    """The innermost functions that `owns` is true for, at each call of `wire`."""
    found: list[CodeType] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code is wire:
            outer: FrameType | None = frame
            while outer is not None and not owns(outer):
                outer = outer.f_back
            if outer is not None:
                found.append(outer.f_code)

    with profiled(note):
        call()
    return found
