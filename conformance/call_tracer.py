"""The functions of one package that are called, counted by a profiler in C: they take up to twice as long.

Only one profiler can be enabled in a thread: an inner one pauses the outer one, which notes what the inner one notes.
"""

from __future__ import annotations

import ast
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from cProfile import Profile
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

_ACTIVE: Final[list[tuple[Profile, set[CodeType]]]] = []  # the innermost last, each with what it notes


def package_folder(package: str) -> Path:
    """The folder of the package on the search path, which is not imported for that; of a part, that of the whole."""
    spec = importlib.util.find_spec(package.partition(".")[0])
    [folder, *_] = (spec.submodule_search_locations if spec else None) or [""]
    return Path(folder)


def first_code_line(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The line that the code of a function names as its first: that of its first decorator, or of its head."""
    return min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])


class CallTracer:
    """Notes which functions of one package are called, and which bodies of modules and classes are run.

    `package` is its folder.
    """

    def __init__(self, package: Path) -> None:
        self._root = package.parent
        self._prefix = f"{package}/"
        self._called: set[CodeType] = set()

    @contextmanager
    def tracing(self) -> Iterator[None]:
        """Note calls of this thread."""
        profiler = Profile(subcalls=False, builtins=False)
        with _paused():
            _ACTIVE.append((profiler, self._called))
            profiler.enable()
            try:
                yield
            finally:
                profiler.disable()
                _note(entry.code for entry in profiler.getstats())
                _ACTIVE.pop()

    def called(self) -> Mapping[str, tuple[int, ...]]:
        """The first lines of what was called, by file, whose path begins with the package's folder; it is forgotten."""
        found: dict[str, set[int]] = {}
        for code in self._called:
            if code.co_filename.startswith(self._prefix):
                path = Path(code.co_filename).relative_to(self._root).as_posix()
                found.setdefault(path, set()).add(code.co_firstlineno)
        self._called.clear()
        return {path: tuple(sorted(lines)) for path, lines in sorted(found.items())}


@contextmanager
def profiled(note: Callable[[FrameType, str, Any], object]) -> Iterator[None]:
    """Let a function get the profiling events of this thread."""
    seen: set[CodeType] = set()

    def both(frame: FrameType, event: str, value: Any) -> None:
        if event == "call":
            seen.add(frame.f_code)
        note(frame, event, value)

    with _paused():
        sys.setprofile(both if _ACTIVE else note)
        try:
            yield
        finally:
            sys.setprofile(None)
            _note(seen)


@contextmanager
def _paused() -> Iterator[None]:
    """The innermost tracer counts nothing inside, nor does a profiler that a user of this program has set."""
    paused: Any = _ACTIVE[-1][0] if _ACTIVE else sys.getprofile()
    if isinstance(paused, Profile):
        paused.disable()
    elif paused is not None:
        sys.setprofile(None)
    try:
        yield
    finally:
        if isinstance(paused, Profile):  # it is no function that `setprofile` takes
            paused.enable()
        elif paused is not None:
            sys.setprofile(paused)


def _note(codes: Any) -> None:
    """Functions were called: every active tracer notes them."""
    found = {code for code in codes if isinstance(code, CodeType)}
    for _, called in _ACTIVE:
        called.update(found)
