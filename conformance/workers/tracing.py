"""Which lines of an SDK are run, and how much memory its process may take: for runs with altered copies of it."""

from __future__ import annotations

import importlib.util
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import CodeType, FrameType
from typing import Any, Final

MEGABYTE: Final = 2**20


def limit_memory(megabytes: int | None) -> None:
    """Limit the memory of this process, where the system can do that: what takes more gets a MemoryError."""
    if megabytes is not None:
        try:
            import resource  # noqa: PLC0415  # not on Windows
        except ImportError:
            return
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, hard))


def package_folder(package: str) -> Path:
    """The folder of the package on the search path, which is not imported for that; of a part, that of the whole."""
    spec = importlib.util.find_spec(package.partition(".")[0])
    [folder, *_] = (spec.submodule_search_locations if spec else None) or [""]
    return Path(folder)


class LineTracer:
    """Notes the lines that are run in the files of one package. `package` is its folder."""

    def __init__(self, package: Path) -> None:
        self._root = package.parent
        self._prefix = f"{package}/"
        self._lines: dict[CodeType, set[int]] = {}
        self._left: dict[CodeType, set[int]] = {}

    @contextmanager
    def tracing(self) -> Iterator[None]:
        """Note lines, in every thread that starts inside."""
        before = sys.gettrace()
        threading.settrace(self._enter)
        sys.settrace(self._enter)
        try:
            yield
        finally:
            sys.settrace(before)
            threading.settrace(None)

    def lines(self) -> Mapping[str, tuple[int, ...]]:
        """The lines by file, whose path begins with the package's folder; then nothing is noted."""
        found: dict[str, set[int]] = {}
        for code, lines in self._lines.items():
            path = Path(code.co_filename).relative_to(self._root).as_posix()
            found.setdefault(path, set()).update(lines)
        self._lines.clear()
        self._left.clear()
        return {path: tuple(sorted(lines)) for path, lines in sorted(found.items())}

    def _enter(self, frame: FrameType, event: str, argument: Any) -> Any:
        del event, argument
        code = frame.f_code
        left = self._left.get(code)
        if left is None:
            if not code.co_filename.startswith(self._prefix):
                return None
            self._lines[code] = {code.co_firstlineno}
            left = self._left[code] = {line for _, _, line in code.co_lines() if line is not None}
        return self._line if left else None  # a function that is known in full costs nothing more

    def _line(self, frame: FrameType, event: str, argument: Any) -> Any:
        del argument
        if event == "line":
            code, line = frame.f_code, frame.f_lineno
            if code in self._left:
                self._lines[code].add(line)
                self._left[code].discard(line)
        return self._line
